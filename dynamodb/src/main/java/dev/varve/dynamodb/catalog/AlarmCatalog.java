package dev.varve.dynamodb.catalog;

import dev.varve.dynamodb.metrics.Alarm;
import dev.varve.dynamodb.metrics.Comparison;
import dev.varve.dynamodb.metrics.ItemOperation;
import dev.varve.dynamodb.metrics.Metric;
import dev.varve.dynamodb.metrics.MetricId;
import dev.varve.dynamodb.metrics.MissingData;
import dev.varve.dynamodb.metrics.Statistic;
import dev.varve.dynamodb.value.Utf8;
import dev.varve.engine.Cursor;
import dev.varve.engine.CursorOptions;
import dev.varve.engine.Durability;
import dev.varve.engine.StorageEngine;
import dev.varve.engine.WriteBatch;
import dev.varve.io.ByteReader;
import dev.varve.io.ByteWriter;
import dev.varve.io.CorruptionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The part of the catalog that tells of alarms; the page is {@code docs/formats/catalog.md}. Safe
 * for use by many threads.
 */
public final class AlarmCatalog {
  /** The format version that this release writes. */
  private static final int VERSION = 1;

  // Fields. Stored: never renumber.
  private static final int METRIC = 1;
  private static final int TABLE = 2;
  private static final int INDEX = 3;
  private static final int OPERATION = 4;
  private static final int STATISTIC = 5;
  private static final int PERIOD = 6;
  private static final int EVALUATION_PERIODS = 7;
  private static final int DATAPOINTS = 8;
  private static final int COMPARISON = 9;
  private static final int THRESHOLD = 10;
  private static final int MISSING_DATA = 11;
  private static final Set<Integer> FIELDS =
      Set.of(
          METRIC,
          TABLE,
          INDEX,
          OPERATION,
          STATISTIC,
          PERIOD,
          EVALUATION_PERIODS,
          DATAPOINTS,
          COMPARISON,
          THRESHOLD,
          MISSING_DATA);

  private final StorageEngine engine;
  private final int partition;
  private final Path database;

  /**
   * The part of a catalog.
   *
   * @param partition that holds the catalog
   * @param database the engine's directory, for error messages
   */
  AlarmCatalog(StorageEngine engine, int partition, Path database) {
    this.engine = engine;
    this.partition = partition;
    this.database = database;
  }

  /** All alarms, by their names. */
  public List<Alarm> all() throws IOException {
    List<Alarm> all = new ArrayList<>();
    byte[] first = {CatalogLayout.ALARM_PREFIX};
    byte[] behind = {(byte) (CatalogLayout.ALARM_PREFIX + 1)};
    try (Cursor cursor = engine.cursor(partition, CursorOptions.range(first, behind))) {
      for (boolean found = cursor.first(); found; found = cursor.next()) {
        byte[] key = cursor.key();
        String name = new String(key, 1, key.length - 1, StandardCharsets.UTF_8);
        all.add(decode(name, cursor.value(), database));
      }
    }
    return all;
  }

  /** Keeps an alarm. Durable on return. */
  public void put(Alarm alarm) throws IOException {
    engine.write(
        new WriteBatch().put(partition, key(alarm.name()), encode(alarm)), Durability.SYNC);
  }

  /** Removes an alarm. Durable on return. */
  public void delete(String name) throws IOException {
    engine.write(new WriteBatch().delete(partition, key(name)), Durability.SYNC);
  }

  private static byte[] key(String name) {
    return CatalogLayout.key(CatalogLayout.ALARM_PREFIX, name);
  }

  static byte[] encode(Alarm alarm) {
    MetricId metric = alarm.metric();
    ByteWriter out = TaggedFields.begin(VERSION);
    TaggedFields.put(out, METRIC, Utf8.encode(metric.metric().text()));
    metric.table().ifPresent(name -> TaggedFields.put(out, TABLE, Utf8.encode(name)));
    metric.index().ifPresent(name -> TaggedFields.put(out, INDEX, Utf8.encode(name)));
    metric
        .operation()
        .ifPresent(operation -> TaggedFields.put(out, OPERATION, Utf8.encode(operation.text())));
    TaggedFields.put(out, STATISTIC, Utf8.encode(alarm.statistic().text()));
    TaggedFields.put(out, PERIOD, alarm.period().toSeconds());
    TaggedFields.put(out, EVALUATION_PERIODS, alarm.evaluationPeriods());
    TaggedFields.put(out, DATAPOINTS, alarm.datapointsToAlarm());
    TaggedFields.put(out, COMPARISON, Utf8.encode(alarm.comparison().text()));
    TaggedFields.put(
        out,
        THRESHOLD,
        new ByteWriter(Long.BYTES)
            .putLong(Double.doubleToLongBits(alarm.threshold()))
            .toByteArray());
    TaggedFields.put(out, MISSING_DATA, Utf8.encode(alarm.missingData().text()));
    return out.toByteArray();
  }

  /**
   * Reads an alarm.
   *
   * @throws dev.varve.io.UnsupportedFormatException if a newer release wrote it and this one would
   *     misunderstand it
   * @throws CorruptionException if the bytes are none, or say what no alarm can be
   */
  static Alarm decode(String name, byte[] value, Path database) throws IOException {
    String record = "alarm " + name;
    TaggedFields fields = TaggedFields.read(record, value, database, VERSION, FIELDS);
    try {
      MetricId metric =
          new MetricId(
              fields.require(METRIC, word(Metric::of)),
              fields.find(TABLE, TaggedFields::getName),
              fields.find(INDEX, TaggedFields::getName),
              fields.find(OPERATION, word(ItemOperation::of)));
      return new Alarm(
          name,
          metric,
          fields.require(STATISTIC, word(Statistic::of)),
          Duration.ofSeconds(fields.require(PERIOD, ByteReader::getVarintInt)),
          fields.require(EVALUATION_PERIODS, ByteReader::getVarintInt),
          fields.require(DATAPOINTS, ByteReader::getVarintInt),
          fields.require(COMPARISON, word(Comparison::of)),
          fields.require(THRESHOLD, in -> Double.longBitsToDouble(in.getLong())),
          fields.require(MISSING_DATA, word(MissingData::of)));
    } catch (IllegalArgumentException e) {
      throw new CorruptionException(
          record, database, 0, "an alarm", String.valueOf(e.getMessage()));
    }
  }

  /** Decodes one of some words, of which {@code of} throws {@link IllegalArgumentException}. */
  private static <T> TaggedFields.Decoder<T> word(Function<String, T> of) {
    return in -> of.apply(TaggedFields.getName(in));
  }
}
