package dev.varve.dynamodb.stream;

import dev.varve.dynamodb.catalog.ChangeLogRecord;
import dev.varve.dynamodb.catalog.TableRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** All streams of a database, also disabled ones and those of deleted tables. For many threads. */
public final class Streams {
  private final Map<Integer, ChangeLogRecord> byTable = new ConcurrentHashMap<>();

  /**
   * A stream as it is at one moment.
   *
   * @param logs of its table
   * @param stream the stream
   */
  public record Found(ChangeLogRecord logs, ChangeLogRecord.Stream stream) {
    /** The stream's name. */
    public StreamName name() {
      return new StreamName(logs.tableName(), StreamName.label(stream.createdMillis()));
    }

    /** Its shard of a name, if it has it. */
    public Optional<ChangeLogRecord.Shard> shard(ChangeLogRecord.ShardName name) {
      return stream.shards().stream().filter(shard -> shard.name().equals(name)).findFirst();
    }

    /** Its shard of an id, if it has it. */
    public Optional<ChangeLogRecord.Shard> shard(String id) {
      return stream.shards().stream()
          .filter(shard -> ShardIds.of(shard.name()).equals(id))
          .findFirst();
    }
  }

  /** The logs of a table's changes, without any stream if it has had none. */
  ChangeLogRecord of(TableRecord table) {
    ChangeLogRecord known = byTable.get(table.id());
    return known == null ? ChangeLogRecord.of(table) : known;
  }

  /** The logs of the table with a number, also of a deleted one; empty if it has none. */
  public Optional<ChangeLogRecord> of(int table) {
    return Optional.ofNullable(byTable.get(table));
  }

  /** The logs of all tables that have some. */
  List<ChangeLogRecord> logs() {
    return List.copyOf(byTable.values());
  }

  /** Makes the present logs of a table known. */
  void put(ChangeLogRecord logs) {
    if (logs.streams().isEmpty()) {
      byTable.remove(logs.table());
    } else {
      byTable.put(logs.table(), logs);
    }
  }

  /** All streams, by their names. */
  public List<Found> all() {
    List<Found> all = new ArrayList<>();
    for (ChangeLogRecord logs : byTable.values()) {
      logs.streams().forEach(stream -> all.add(new Found(logs, stream)));
    }
    all.sort(Comparator.comparing(Found::name));
    return all;
  }

  /** The stream of a name, if there is one. */
  public Optional<Found> find(StreamName name) {
    return byTable.values().stream()
        .filter(logs -> logs.tableName().equals(name.table()))
        .flatMap(logs -> logs.streams().stream().map(stream -> new Found(logs, stream)))
        .filter(found -> found.name().equals(name))
        .findFirst();
  }
}
