/**
 * The tables of an open database, and the rules for their keys.
 *
 * <p>{@link dev.varve.dynamodb.table.Tables} finds a table by its name; a {@link
 * dev.varve.dynamodb.table.Table} finds the partition of a key, and has the codec of its items and
 * its {@link dev.varve.dynamodb.table.KeySchema}, the only place with the rules for keys. An item's
 * engine key comes from the schema alone, so that no key is stored or looked up unchecked.
 *
 * <p>All types may be used by any number of threads.
 */
package dev.varve.dynamodb.table;
