package dev.varve.dynamodb;

import java.time.Instant;
import java.util.Optional;

/**
 * A table as it is.
 *
 * @param name its name
 * @param partitionKey the attribute whose hash spreads the items over partitions
 * @param sortKey the attribute that orders the items of one partition key, if the key is composite
 * @param created when it was created, to the millisecond
 * @param partitionCount over how many partitions it is spread
 * @param itemCount how many items it holds; after a crash, and after puts without a condition, all
 *     keys are counted for it, but not for a deletion
 * @param itemCountExact whether that is exact; else it is an upper bound
 */
public record TableDescription(
    String name,
    KeyAttribute partitionKey,
    Optional<KeyAttribute> sortKey,
    Instant created,
    int partitionCount,
    long itemCount,
    boolean itemCountExact) {}
