package dev.varve.dynamodb.read;

/**
 * How a page is read.
 *
 * @param mayLag whether entries of an index may be as old as the database's options let them
 * @param fetchesItems whether the page shows the items of an index's entries instead of these
 */
public record ReadMode(boolean mayLag, boolean fetchesItems) {
  /** The newest state of a table or index, as it is stored. */
  public static final ReadMode NEWEST = new ReadMode(false, false);
}
