/**
 * Reads: from a plan to items.
 *
 * <p>A Query or Scan comes in as a {@link dev.varve.dynamodb.read.QueryPlan} or {@link
 * dev.varve.dynamodb.read.ScanPlan}, whose engine keys {@link dev.varve.dynamodb.read.QueryRange}
 * and {@link dev.varve.dynamodb.read.ScanRange} have found; {@link
 * dev.varve.dynamodb.read.PageReads} moves a cursor of the engine over these keys, {@code
 * PageBuilder} filters, projects and counts the items under it, and the page goes back as a {@link
 * dev.varve.dynamodb.read.PageContent}. {@link dev.varve.dynamodb.read.ItemReads} reads single
 * items.
 *
 * <p>Reads take no locks. {@code ItemReads} and {@code PageReads} may be used by any number of
 * threads; a {@code PageBuilder} belongs to one request; all other types are immutable.
 */
package dev.varve.dynamodb.read;
