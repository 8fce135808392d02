package dev.varve.dynamodb;

import dev.varve.dynamodb.value.Item;
import java.util.Optional;

/**
 * What DeleteItem did.
 *
 * @param attributes what {@link DeleteItem#returnValues()} asked for; empty if there is nothing to
 *     return
 */
public record DeleteItemResult(Optional<Item> attributes) {}
