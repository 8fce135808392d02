package dev.varve.dynamodb;

import dev.varve.dynamodb.value.Item;
import java.util.Optional;

/**
 * What PutItem did.
 *
 * @param attributes what {@link PutItem#returnValues()} asked for; empty if there is nothing to
 *     return
 */
public record PutItemResult(Optional<Item> attributes) {}
