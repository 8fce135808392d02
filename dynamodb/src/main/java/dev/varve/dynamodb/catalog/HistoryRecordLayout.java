package dev.varve.dynamodb.catalog;

import dev.varve.dynamodb.catalog.HistoryRecord.Generation;
import dev.varve.dynamodb.catalog.HistoryRecord.Log;
import dev.varve.dynamodb.stats.HashRange;
import dev.varve.dynamodb.value.Utf8;
import dev.varve.io.ByteReader;
import dev.varve.io.ByteWriter;
import dev.varve.io.CorruptionException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The bytes of a {@link HistoryRecord}; the page is {@code docs/formats/catalog.md}. */
final class HistoryRecordLayout {
  /** The format version of all records here that this release writes. */
  private static final int VERSION = 1;

  /** The longest period that a history may be asked for. */
  private static final int MAX_DAYS = 35;

  // Fields of a history. Stored: never renumber.
  private static final int TABLE_NAME = 1;
  private static final int SINCE = 2;
  private static final int PERIOD = 3;
  private static final int GENERATIONS = 4;
  private static final Set<Integer> FIELDS = Set.of(TABLE_NAME, SINCE, PERIOD, GENERATIONS);

  // Fields of a generation. Stored: never renumber.
  private static final int OPENED = 1;
  private static final int LOGS = 2;
  private static final int CLOSED = 3;
  private static final Set<Integer> GENERATION_FIELDS = Set.of(OPENED, LOGS, CLOSED);

  private HistoryRecordLayout() {}

  static byte[] encode(HistoryRecord history) {
    ByteWriter out = TaggedFields.begin(VERSION);
    TaggedFields.put(out, TABLE_NAME, Utf8.encode(history.tableName()));
    TaggedFields.put(out, SINCE, history.sinceMillis());
    TaggedFields.put(out, PERIOD, history.periodDays());
    ByteWriter generations = new ByteWriter(256);
    history.generations().forEach(generation -> generations.putLengthPrefixed(encode(generation)));
    TaggedFields.put(out, GENERATIONS, generations.toByteArray());
    return out.toByteArray();
  }

  private static byte[] encode(Generation generation) {
    ByteWriter out = TaggedFields.begin(VERSION);
    TaggedFields.put(out, OPENED, generation.openedMillis());
    ByteWriter logs = new ByteWriter(128);
    for (Log log : generation.logs()) {
      logs.putBytes(DescriptorLayout.hashes(log.hashes())).putVarint(log.partition());
    }
    TaggedFields.put(out, LOGS, logs.toByteArray());
    generation.closedMillis().ifPresent(millis -> TaggedFields.put(out, CLOSED, millis));
    return out.toByteArray();
  }

  /**
   * Reads the history of a table.
   *
   * @param table the table's number
   * @param database the engine's directory, for error messages
   * @throws dev.varve.io.UnsupportedFormatException if a newer release wrote it and this one would
   *     misunderstand it
   * @throws CorruptionException if the bytes are no such record
   */
  static HistoryRecord decode(int table, byte[] value, Path database) throws IOException {
    String record = "history of table " + table;
    TaggedFields fields = TaggedFields.read(record, value, database, VERSION, FIELDS);
    return new HistoryRecord(
        table,
        fields.require(TABLE_NAME, TaggedFields::getName),
        fields.require(SINCE, ByteReader::getVarint),
        fields.require(PERIOD, HistoryRecordLayout::getPeriod),
        fields.require(GENERATIONS, in -> getGenerations(record, in, database)));
  }

  private static int getPeriod(ByteReader in) throws CorruptionException {
    int days = in.getVarintInt();
    if (days < 1 || days > MAX_DAYS) {
      throw in.corrupt("1 to " + MAX_DAYS + " days", Integer.toString(days));
    }
    return days;
  }

  private static List<Generation> getGenerations(String record, ByteReader in, Path database)
      throws IOException {
    List<Generation> generations = new ArrayList<>();
    while (in.remaining() > 0) {
      String name = "generation " + (generations.size() + 1) + " in the " + record;
      Generation generation = getGeneration(name, in.getLengthPrefixed(), database);
      boolean isLast = in.remaining() == 0;
      if (generation.closedMillis().isPresent() == isLast) {
        throw in.corrupt("one open generation, the last", isLast ? "none" : "another");
      }
      generations.add(generation);
    }
    if (generations.isEmpty()) {
      throw in.corrupt("a generation", "none");
    }
    return generations;
  }

  private static Generation getGeneration(String record, byte[] value, Path database)
      throws IOException {
    TaggedFields fields = TaggedFields.read(record, value, database, VERSION, GENERATION_FIELDS);
    Optional<Long> closed = fields.find(CLOSED, ByteReader::getVarint);
    return new Generation(
        fields.require(OPENED, ByteReader::getVarint),
        fields.require(LOGS, HistoryRecordLayout::getLogs),
        closed.map(OptionalLong::of).orElseGet(OptionalLong::empty));
  }

  private static List<Log> getLogs(ByteReader in) throws CorruptionException {
    List<Log> logs = new ArrayList<>();
    long next = 0;
    do {
      HashRange hashes = DescriptorLayout.getHashes(in);
      if (hashes.first() != next) {
        throw in.corrupt(
            "hashes from " + Long.toUnsignedString(next, 16) + " on", hashes.toString());
      }
      next = hashes.last() + 1;
      logs.add(new Log(hashes, in.getVarintInt()));
    } while (in.remaining() > 0);
    if (next != 0) {
      throw in.corrupt("logs for all hashes", "none from " + Long.toUnsignedString(next, 16));
    }
    return logs;
  }
}
