/**
 * The tables of an open database, and the rules for their keys.
 *
 * <p>{@link dev.varve.dynamodb.table.Tables} finds a table by its name; a {@link
 * dev.varve.dynamodb.table.Table} finds the partition of a key, and has the codec of its items and
 * its {@link dev.varve.dynamodb.table.KeySchema}, the only place with the rules for keys. An item's
 * engine key comes from the schema alone, so that no key is stored or looked up unchecked.
 *
 * <p>An {@link dev.varve.dynamodb.table.Index} is partitions of its own, beside those of its table;
 * it says what its {@link dev.varve.dynamodb.table.IndexEntry entry} of an item is, and with its
 * {@link dev.varve.dynamodb.table.IndexSchema} whether an item may be written. Query and Scan read
 * either, as a {@link dev.varve.dynamodb.table.ReadTarget}.
 *
 * <p>An {@link dev.varve.dynamodb.table.Expiry} has an entry for each item that may expire, in the
 * order of these times, in a partition of its own.
 *
 * <p>All types may be used by any number of threads.
 */
package dev.varve.dynamodb.table;
