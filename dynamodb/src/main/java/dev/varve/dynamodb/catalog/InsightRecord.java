package dev.varve.dynamodb.catalog;

import dev.varve.dynamodb.api.ContributorInsightsMode;
import java.util.Objects;

/**
 * The contributor insights of a table or of an index, as the catalog keeps them.
 *
 * @param key whose they are
 * @param enabled whether they are enabled
 * @param mode what they count, or counted before they were disabled
 * @param createdMillis when they were enabled after they had not been, in milliseconds since 1970
 * @param changedMillis when they were last enabled or disabled, in milliseconds since 1970
 */
public record InsightRecord(
    Key key,
    boolean enabled,
    ContributorInsightsMode mode,
    long createdMillis,
    long changedMillis) {

  public InsightRecord {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(mode, "mode");
  }

  /**
   * A table or an index, by the numbers that no others have.
   *
   * @param table the table's number
   * @param index the index's number, or {@link #NO_INDEX} for the table itself
   */
  public record Key(int table, int index) {
    /** In place of an index's number; none has it. */
    public static final int NO_INDEX = 0;
  }
}
