package dev.varve.dynamodb.stream;

import dev.varve.dynamodb.catalog.ChangeLogRecord.Shard;
import dev.varve.dynamodb.catalog.ChangeLogRecord.ShardName;
import dev.varve.dynamodb.catalog.ChangeLogRecord.Stream;
import dev.varve.dynamodb.catalog.TableRecord;
import dev.varve.dynamodb.stats.HashRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A shard that is to go on with the hashes of another one, or with some of them.
 *
 * @param parent open until then
 * @param hashes the child's
 */
record ShardChild(Shard parent, HashRange hashes) {
  /**
   * The children of those open shards whose hashes lie in several partitions of a table, one for
   * each of these. A shard that lies in one partition has none: where partitions are merged their
   * shards go on as they are, since a shard has one parent at most.
   */
  static List<ShardChild> ofDivided(List<Shard> open, TableRecord table) {
    List<ShardChild> children = new ArrayList<>();
    for (Shard shard : open) {
      List<HashRange> parts = parts(shard.hashes(), table);
      if (parts.size() > 1) {
        parts.forEach(part -> children.add(new ShardChild(shard, part)));
      }
    }
    return children;
  }

  private static List<HashRange> parts(HashRange hashes, TableRecord table) {
    List<HashRange> parts = new ArrayList<>();
    long first = hashes.first();
    for (TableRecord.PartitionStart start : table.partitions()) {
      long border = start.firstHash();
      if (hashes.contains(border) && Long.compareUnsigned(first, border) < 0) {
        parts.add(new HashRange(first, border - 1));
        first = border;
      }
    }
    parts.add(new HashRange(first, hashes.last()));
    return parts;
  }

  /** Closes a shard. */
  @FunctionalInterface
  interface Closing {
    /** The shard as it is when it takes no changes any more. */
    Shard close(Shard shard) throws IOException;
  }

  /**
   * How children are opened.
   *
   * @param millis when, in milliseconds since 1970: not before the names that there are
   * @param partitions that hold their logs
   * @param sequence the newest number there is
   * @param closing closes their parents
   */
  record Opening(long millis, List<Integer> partitions, long sequence, Closing closing) {}

  /** A stream with children, whose parents are closed. */
  static Stream added(Stream stream, List<ShardChild> children, Opening opening)
      throws IOException {
    List<Shard> parents = children.stream().map(ShardChild::parent).toList();
    List<Shard> shards = new ArrayList<>();
    for (Shard shard : stream.shards()) {
      shards.add(parents.contains(shard) ? opening.closing().close(shard) : shard);
    }
    for (int i = 0; i < children.size(); i++) {
      ShardChild child = children.get(i);
      shards.add(
          new Shard(
              new ShardName(opening.millis(), opening.partitions().get(i)),
              Optional.of(child.parent().name()),
              child.hashes(),
              opening.sequence() + 1,
              Optional.empty()));
    }
    return stream.withShards(shards);
  }
}
