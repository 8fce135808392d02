package dev.varve.dynamodb.table;

import dev.varve.dynamodb.value.Item;

/**
 * What an index holds of an item.
 *
 * @param key the engine key
 * @param item the attributes that the index projects, with all keys
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record IndexEntry(byte[] key, Item item) {}
