package dev.varve.dynamodb.delivery;

import dev.varve.dynamodb.api.Record;

/**
 * A record that is to be delivered.
 *
 * @param sequence the number of its change
 * @param createdMillis when the change was made, in milliseconds since 1970
 * @param record the record
 */
record Pending(long sequence, long createdMillis, Record record) {}
