package dev.varve.engine.background;

import dev.varve.engine.compaction.EntrySource;
import dev.varve.engine.compaction.RangeSource;
import dev.varve.engine.compaction.Retention;
import dev.varve.engine.compaction.TableOutput;
import dev.varve.engine.compaction.TableRewrite;
import dev.varve.engine.event.EngineEvent;
import dev.varve.engine.memtable.MemTableCursor;
import dev.varve.engine.partition.LoggedMemTable;
import dev.varve.engine.partition.Partition;
import dev.varve.engine.partition.ReadView;
import dev.varve.engine.table.FileMetadata;
import dev.varve.engine.version.Version;
import dev.varve.engine.write.Committer;
import dev.varve.io.Bytes;
import dev.varve.sstable.InternalKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.YieldingIdleStrategy;

/** Writes a partition's oldest sealed memtable to a table in level 0. */
final class FlushJob {
  private final BackgroundContext context;
  private final Committer committer;
  private final Partition partition;

  FlushJob(BackgroundContext context, Committer committer, Partition partition) {
    this.context = context;
    this.committer = committer;
    this.partition = partition;
  }

  /** Flushes one memtable; returns whether there was one. */
  boolean run() throws IOException {
    ReadView view = partition.pinView();
    try {
      if (view.sealed().isEmpty() || partition.isDropped()) {
        return false;
      }
      long begin = context.env().clock().nanoTime();
      LoggedMemTable oldest = view.sealed().getLast();
      List<FileMetadata> files = write(view.version(), oldest);
      List<List<FileMetadata>> added = context.emptyLevels();
      added.getFirst().addAll(files);
      syncOlderWrites(oldest);
      context.versions().install(partition, added, context.emptyLevels(), List.of(oldest));
      long bytes = files.stream().mapToLong(FileMetadata::fileBytes).sum();
      partition.countFlush(bytes);
      context
          .events()
          .emit(
              new EngineEvent.Flushed(
                  partition.id(),
                  oldest.table().recordCount(),
                  bytes,
                  context.events().since(begin)));
      return true;
    } finally {
      view.release();
    }
  }

  /**
   * Sees to it that the table does not survive a power loss that takes older writes, or the rest of
   * a batch, from the log: what is recovered would be no prefix.
   *
   * <p>Writes up to the end of the memtable's last batch are in it, in tables, or in memtables of
   * other partitions, or of its own, where that has inherited some. Whoever could still lack the
   * log for one of them is seen here, because it took that write before this memtable was sealed
   * and keeps it in its view until its own table is durable. If nobody does, the log may lose what
   * it will: what it keeps beyond the tables is a prefix of what is newer than this memtable.
   */
  private void syncOlderWrites(LoggedMemTable flushed) throws IOException {
    long newest = Math.max(flushed.table().largestSequence(), flushed.lastBatchEnd());
    for (Partition other : context.versions().all()) {
      List<LoggedMemTable> done = other == partition ? List.of(flushed) : List.of();
      if (other.firstUnflushed(done) <= newest) {
        committer.sync(flushed.lastPosition());
        return;
      }
    }
  }

  private List<FileMetadata> write(Version present, LoggedMemTable memtable) throws IOException {
    MemTableCursor entries = new MemTableCursor(memtable.table(), InternalKey.MAX_SEQUENCE);
    boolean last = !overlaps(present, entries);
    Retention retention = new Retention(context.snapshots().sequences(), last);
    // One table, whatever its size: files of level 0 must be ordered by age.
    try (TableOutput output = context.newOutput(partition, Long.MAX_VALUE, last)) {
      EntrySource all = new MemTableSource(memtable.table(), InternalKey.MAX_SEQUENCE);
      TableRewrite.run(RangeSource.of(all, partition.range()), retention, output, this::pause);
      return new ArrayList<>(output.finish());
    }
  }

  /** Yields the core unless writers wait, or soon wait, for the flush. */
  private boolean pause() {
    if (partition.view().sealed().size() == 1) {
      YieldingIdleStrategy.INSTANCE.idle();
    }
    return true;
  }

  /** Whether tables hold keys of the range of a memtable's; not so while they come in order. */
  private static boolean overlaps(Version present, MemTableCursor entries) {
    entries.first();
    byte[] smallest = Bytes.copy(entries.keySegment(), entries.keyOffset(), entries.keyLength());
    entries.last();
    byte[] largest = Bytes.copy(entries.keySegment(), entries.keyOffset(), entries.keyLength());
    return present.overlapsFrom(0, smallest, largest);
  }
}
