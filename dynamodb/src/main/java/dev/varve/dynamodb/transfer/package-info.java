/**
 * Exports of tables to folders that stand for buckets of S3, and imports from there, in the layouts
 * of the service. The work is done by one thread, beside the operations.
 */
package dev.varve.dynamodb.transfer;
