/**
 * Items to and from files of DynamoDB JSON export lines: {@code {"Item":{...}}}, one per line,
 * gzip-compressed or plain.
 *
 * <p>One thread.
 */
package dev.varve.tools.transfer;
