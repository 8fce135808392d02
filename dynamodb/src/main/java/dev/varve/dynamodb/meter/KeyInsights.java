package dev.varve.dynamodb.meter;

import dev.varve.dynamodb.api.ContributorInsightsMode;
import dev.varve.dynamodb.catalog.InsightCatalog;
import dev.varve.dynamodb.catalog.InsightRecord;
import dev.varve.dynamodb.insights.Contributor;
import dev.varve.dynamodb.insights.InsightRule;
import dev.varve.dynamodb.insights.Insights;
import dev.varve.dynamodb.refusal.Refusals;
import dev.varve.dynamodb.table.Index;
import dev.varve.dynamodb.table.ReadTarget;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.table.Tables;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Contributor insights: for which tables and global indexes they are enabled, and what they found
 * out. Safe for use by many threads.
 */
public final class KeyInsights implements Insights {
  private final Metering metering;
  private final Tables tables;
  private final InsightCatalog catalog;

  /**
   * Insights into the tables of a database.
   *
   * @param catalog where the settings are kept
   */
  public KeyInsights(Metering metering, Tables tables, InsightCatalog catalog) {
    this.metering = metering;
    this.tables = tables;
    this.catalog = catalog;
  }

  /**
   * Goes on as the catalog says, and removes settings of tables and indexes that are gone.
   *
   * @param readOnly whether to remove none
   */
  public synchronized void open(boolean readOnly) throws IOException {
    Map<InsightRecord.Key, ReadTarget> targets = new HashMap<>();
    for (Table table : tables.all()) {
      targets.put(key(table), table);
      table.indexes().stream()
          .filter(Index::isGlobal)
          .forEach(index -> targets.put(key(index), index));
    }
    for (InsightRecord record : catalog.all()) {
      ReadTarget target = targets.get(record.key());
      if (target != null) {
        follow(target, record);
      } else if (!readOnly) {
        catalog.delete(record.key());
      }
    }
  }

  private static InsightRecord.Key key(ReadTarget target) {
    return new InsightRecord.Key(
        target.table().record().id(),
        target instanceof Index index ? index.record().id() : InsightRecord.Key.NO_INDEX);
  }

  private void follow(ReadTarget target, InsightRecord record) {
    KeyWatch present = metering.find(target);
    if (!record.enabled()) {
      metering.watch(target, null);
    } else if (present == null || present.mode() != record.mode()) {
      metering.watch(target, new KeyWatch(target, record.mode(), metering.kept()));
    }
  }

  /**
   * Enables the insights of a table or a global index, or changes their mode.
   *
   * @param mode null for the present one, or else that of all keys
   */
  public synchronized InsightRecord enable(
      ReadTarget target, ContributorInsightsMode mode, long nowMillis) throws IOException {
    InsightRecord present = find(target).filter(InsightRecord::enabled).orElse(null);
    ContributorInsightsMode chosen =
        mode != null
            ? mode
            : present == null
                ? ContributorInsightsMode.ACCESSED_AND_THROTTLED_KEYS
                : present.mode();
    return put(
        target,
        new InsightRecord(
            key(target),
            true,
            chosen,
            present == null ? nowMillis : present.createdMillis(),
            nowMillis));
  }

  /** Disables the insights of a table or a global index, and forgets what they found out. */
  public synchronized InsightRecord disable(ReadTarget target, long nowMillis) throws IOException {
    InsightRecord present = find(target).orElse(null);
    return put(
        target,
        new InsightRecord(
            key(target),
            false,
            present == null ? ContributorInsightsMode.ACCESSED_AND_THROTTLED_KEYS : present.mode(),
            present == null ? nowMillis : present.createdMillis(),
            nowMillis));
  }

  private InsightRecord put(ReadTarget target, InsightRecord record) throws IOException {
    catalog.put(record);
    follow(target, record);
    return record;
  }

  /** The setting of a table or a global index, if they ever were enabled or disabled. */
  public Optional<InsightRecord> find(ReadTarget target) throws IOException {
    return catalog.find(key(target));
  }

  /**
   * A table or one of its global indexes.
   *
   * @param index null for the table
   * @throws dev.varve.dynamodb.api.ResourceNotFoundException if there is no such
   */
  public ReadTarget require(String nameOrArn, String index) {
    Table table = tables.get(nameOrArn);
    if (index == null) {
      return table;
    }
    return table.indexes().stream()
        .filter(known -> known.name().equals(index) && known.isGlobal() && !known.isDeleted())
        .findFirst()
        .orElseThrow(Refusals::noTable);
  }

  @Override
  public List<Contributor> top(InsightRule rule, String table, Instant from, Instant to, int most) {
    return top(rule, require(table, null), from, to, most);
  }

  @Override
  public List<Contributor> topOfIndex(
      InsightRule rule, String table, String index, Instant from, Instant to, int most) {
    return top(rule, require(table, index), from, to, most);
  }

  private List<Contributor> top(
      InsightRule rule, ReadTarget target, Instant from, Instant to, int most) {
    if (most < 1 || most > KeyWatch.KEPT_KEYS) {
      throw new IllegalArgumentException(
          "1 to " + KeyWatch.KEPT_KEYS + " contributors can be told, not " + most);
    }
    KeyWatch watch = metering.find(target);
    return watch == null
        ? List.of()
        : watch.top(rule, Minutes.of(from), Minutes.end(to), metering.now(), most);
  }
}
