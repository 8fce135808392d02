package dev.varve.dynamodb;

import dev.varve.dynamodb.value.Item;
import java.util.Optional;

/**
 * What GetItem found.
 *
 * @param item the item or the projected part of it, possibly without attributes; empty if there is
 *     no such item
 */
public record GetItemResult(Optional<Item> item) {}
