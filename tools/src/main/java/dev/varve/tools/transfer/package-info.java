/**
 * Items to and from files: of any of the formats that {@link dev.varve.tools.format} tells apart,
 * gzip-compressed or plain, from files, pipes and folders of exports; to DynamoDB JSON export
 * lines.
 *
 * <p>One thread.
 */
package dev.varve.tools.transfer;
