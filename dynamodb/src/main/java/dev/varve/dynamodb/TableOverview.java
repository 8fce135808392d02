package dev.varve.dynamodb;

import java.time.Instant;
import java.util.Optional;

/**
 * A table as it is.
 *
 * <p>Nothing is read for the number of items. It is exact as long as all writes since the table was
 * counted had a condition, were updates or deletions, or returned the item before. A put without
 * these does not know whether it adds an item, and a crash loses the count. The number then is that
 * of all puts that are stored, which flushes and compactions bring down to the number of items;
 * {@link Varve#countItems} counts.
 *
 * @param name its name
 * @param partitionKey the attribute whose hash spreads the items over partitions
 * @param sortKey the attribute that orders the items of one partition key, if the key is composite
 * @param created when it was created, to the millisecond
 * @param partitionCount over how many partitions it is spread
 * @param itemCount how many items it holds, as far as that is known without reading them
 * @param itemCountExact whether {@code itemCount} is exact; otherwise it is an upper bound
 */
public record TableOverview(
    String name,
    KeyAttribute partitionKey,
    Optional<KeyAttribute> sortKey,
    Instant created,
    int partitionCount,
    long itemCount,
    boolean itemCountExact) {}
