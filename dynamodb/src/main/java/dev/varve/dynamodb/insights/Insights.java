package dev.varve.dynamodb.insights;

import java.time.Instant;
import java.util.List;

/**
 * The keys that were accessed and throttled most, of the tables and global indexes for which
 * UpdateContributorInsights was called. The settings outlast the database's closing; the counts
 * begin anew. Safe for use by many threads.
 */
public interface Insights {
  /**
   * The heaviest contributors to a table's traffic, in a time by the database's clock.
   *
   * @param from the minute that this is in is the first
   * @param to the minutes that begin before this count
   * @param most how many are told, 1 to 100
   * @return the heaviest first; none where nothing is counted
   * @throws dev.varve.dynamodb.api.ResourceNotFoundException if there is no such table
   * @throws IllegalArgumentException if {@code most} is none of these
   */
  List<Contributor> top(InsightRule rule, String table, Instant from, Instant to, int most);

  /**
   * The heaviest contributors to a global index's traffic, as {@link #top} has a table's.
   *
   * @throws dev.varve.dynamodb.api.ResourceNotFoundException if there is no such table or index
   */
  List<Contributor> topOfIndex(
      InsightRule rule, String table, String index, Instant from, Instant to, int most);
}
