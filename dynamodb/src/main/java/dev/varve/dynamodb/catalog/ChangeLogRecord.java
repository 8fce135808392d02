package dev.varve.dynamodb.catalog;

import dev.varve.dynamodb.api.StreamViewType;
import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.stats.HashRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The logs of a table's changes as the catalog keeps them, by the streams that they belong to. They
 * outlive the table for as long as they may be read, and have all that a reader needs.
 *
 * @param table the table's number
 * @param tableName its name
 * @param partitionKey its partition key attribute
 * @param sortKey its sort key attribute, or null
 * @param streams in the order in which they were enabled, which is that of their times; only the
 *     last one may be enabled still
 */
public record ChangeLogRecord(
    int table,
    String tableName,
    KeyElement partitionKey,
    KeyElement sortKey,
    List<Stream> streams) {

  public ChangeLogRecord {
    streams = List.copyOf(streams);
  }

  /** The record of a table that has had no stream. */
  public static ChangeLogRecord of(TableRecord table) {
    return new ChangeLogRecord(
        table.id(), table.name(), table.partitionKey(), table.sortKey(), List.of());
  }

  /** The key attributes, the partition key's first. */
  public List<KeyElement> keys() {
    return sortKey == null ? List.of(partitionKey) : List.of(partitionKey, sortKey);
  }

  /** The stream that is enabled, if one is. */
  public Optional<Stream> enabled() {
    return streams.isEmpty() || streams.getLast().disabledMillis().isPresent()
        ? Optional.empty()
        : Optional.of(streams.getLast());
  }

  /** The logs with these streams. */
  public ChangeLogRecord withStreams(List<Stream> value) {
    return new ChangeLogRecord(table, tableName, partitionKey, sortKey, value);
  }

  /** The logs with a stream in the place of the one of its time, or behind all if there is none. */
  public ChangeLogRecord with(Stream stream) {
    List<Stream> all = new ArrayList<>(streams);
    all.removeIf(known -> known.createdMillis() == stream.createdMillis());
    all.add(stream);
    return withStreams(all);
  }

  /** The engine's numbers of the partitions that hold the logs. */
  public List<Integer> partitions() {
    return streams.stream()
        .flatMap(stream -> stream.shards().stream())
        .map(shard -> shard.name().partition())
        .toList();
  }

  /**
   * A stream.
   *
   * @param createdMillis when it was enabled, in milliseconds since 1970: its label; no two streams
   *     of tables of one name have the same
   * @param viewType what it shows
   * @param disabledMillis when it was disabled; empty while it is enabled
   * @param shards in the order of their names, which is that in which they were opened; those that
   *     have been trimmed are not among them
   */
  public record Stream(
      long createdMillis,
      StreamViewType viewType,
      OptionalLong disabledMillis,
      List<Shard> shards) {

    public Stream {
      Objects.requireNonNull(viewType, "viewType");
      shards = List.copyOf(shards);
    }

    /** The stream with these shards. */
    public Stream withShards(List<Shard> value) {
      return new Stream(createdMillis, viewType, disabledMillis, value);
    }

    /** The shards that take changes, in the order of their hashes. */
    public List<Shard> openShards() {
      return shards.stream()
          .filter(Shard::isOpen)
          .sorted((a, b) -> Long.compareUnsigned(a.hashes().first(), b.hashes().first()))
          .toList();
    }
  }

  /**
   * The name of a shard, never given again; orders shards of a stream by their opening.
   *
   * @param createdMillis when it was opened, or later, in milliseconds since 1970
   * @param partition the engine's number of the partition that holds its log
   */
  public record ShardName(long createdMillis, int partition) implements Comparable<ShardName> {
    @Override
    public int compareTo(ShardName other) {
      return createdMillis == other.createdMillis
          ? Integer.compare(partition, other.partition)
          : Long.compare(createdMillis, other.createdMillis);
    }
  }

  /**
   * A part of a stream: the changes of the items of some hashes, for some time.
   *
   * @param name its name
   * @param parent the shard that had these hashes before, which may have been trimmed; empty for
   *     the first of a stream
   * @param hashes of the partition keys whose items it is for
   * @param firstSequence the number that its first change may have
   * @param end empty while it takes changes
   */
  public record Shard(
      ShardName name,
      Optional<ShardName> parent,
      HashRange hashes,
      long firstSequence,
      Optional<ShardEnd> end) {

    /** Whether it takes changes. */
    public boolean isOpen() {
      return end.isEmpty();
    }

    /** This shard, closed. */
    public Shard closed(ShardEnd value) {
      return new Shard(name, parent, hashes, firstSequence, Optional.of(value));
    }
  }

  /**
   * How a shard was closed.
   *
   * @param lastSequence the number that its last change may have; at least one less than the first
   * @param newestMillis when its last change was made, in milliseconds since 1970, or when it was
   *     closed if it has none
   */
  public record ShardEnd(long lastSequence, long newestMillis) {}
}
