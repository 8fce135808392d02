package dev.varve.dynamodb;

import dev.varve.dynamodb.value.Item;
import java.util.Optional;

/**
 * What UpdateItem did.
 *
 * @param attributes what {@link UpdateItem#returnValues()} asked for; empty if there is nothing to
 *     return
 */
public record UpdateItemResult(Optional<Item> attributes) {}
