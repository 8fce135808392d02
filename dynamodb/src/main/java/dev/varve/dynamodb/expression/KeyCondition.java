package dev.varve.dynamodb.expression;

import dev.varve.dynamodb.value.AttributeValue;
import java.util.Optional;

/**
 * The keys that a Query reads.
 *
 * @param partitionKey the one value of the partition key
 * @param sortKey which sort keys of that partition; empty for all
 */
public record KeyCondition(AttributeValue partitionKey, Optional<SortKeyCondition> sortKey) {}
