package dev.varve.dynamodb.read;

import dev.varve.dynamodb.expression.Condition;
import dev.varve.dynamodb.expression.Projection;

/**
 * Which of the items that are read a page shows, and how much of each.
 *
 * @param filter null for none
 * @param projection null for whole items
 * @param limit how many items to read at most, before the filter; {@link Integer#MAX_VALUE} for no
 *     limit
 * @param countOnly whether the page has counts and no items
 */
public record Selection(Condition filter, Projection projection, int limit, boolean countOnly) {}
