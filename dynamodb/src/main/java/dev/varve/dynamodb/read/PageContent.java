package dev.varve.dynamodb.read;

import dev.varve.dynamodb.value.Item;
import java.util.List;
import java.util.Optional;

/**
 * A page that was read.
 *
 * @param items the items that passed the filter, projected; empty for a count
 * @param count how many items passed the filter
 * @param scannedCount how many items were read
 * @param sizeBytes the size of the items, or entries of an index, that were read
 * @param lastKey the key where the page ended, if that was before the end of the range
 * @param fetchedSizes the sizes of the items that were fetched from the table for the entries of an
 *     index, as DynamoDB counts them
 */
public record PageContent(
    List<Item> items,
    int count,
    int scannedCount,
    long sizeBytes,
    Optional<Item> lastKey,
    List<Integer> fetchedSizes) {}
