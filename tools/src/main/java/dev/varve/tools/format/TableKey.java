package dev.varve.tools.format;

import dev.varve.dynamodb.KeyAttribute;
import java.util.Optional;

/**
 * The key of a table.
 *
 * @param partitionKey the attribute that spreads the items
 * @param sortKey the attribute that orders the items of one partition key, if the key has one
 */
public record TableKey(KeyAttribute partitionKey, Optional<KeyAttribute> sortKey) {}
