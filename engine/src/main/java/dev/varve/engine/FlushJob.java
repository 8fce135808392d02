package dev.varve.engine;

import dev.varve.engine.compaction.Retention;
import dev.varve.engine.compaction.TableOutput;
import dev.varve.engine.memtable.MemTableCursor;
import dev.varve.engine.table.FileMetadata;
import dev.varve.sstable.InternalKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes a partition's oldest sealed memtable to a table in level 0. */
final class FlushJob {
  private final Jobs jobs;
  private final Committer committer;
  private final Partition partition;

  FlushJob(Jobs jobs, Committer committer, Partition partition) {
    this.jobs = jobs;
    this.committer = committer;
    this.partition = partition;
  }

  /** Flushes one memtable; returns whether there was one. */
  boolean run() throws IOException {
    ReadView view = partition.pinView();
    try {
      if (view.sealed().isEmpty()) {
        return false;
      }
      MemHandle oldest = view.sealed().getLast();
      List<FileMetadata> files = write(oldest);
      List<List<FileMetadata>> added = jobs.emptyLevels();
      added.getFirst().addAll(files);
      // The table would survive a power loss that takes older writes of other partitions from the
      // log, or the rest of a batch: what is recovered would be no prefix.
      committer.syncLog();
      jobs.catalog().install(partition, added, jobs.emptyLevels(), List.of(oldest));
      partition.countFlush(files.stream().mapToLong(FileMetadata::fileBytes).sum());
      return true;
    } finally {
      view.release();
    }
  }

  private List<FileMetadata> write(MemHandle memtable) throws IOException {
    Retention retention = new Retention(jobs.snapshots().sequences(), false);
    // One table, whatever its size: files of level 0 must be ordered by age.
    try (TableOutput output = jobs.newOutput(partition, Long.MAX_VALUE);
        MemTableCursor entries = new MemTableCursor(memtable.table(), InternalKey.MAX_SEQUENCE)) {
      for (boolean more = entries.first(); more; more = entries.next()) {
        boolean newKey = true;
        do {
          if (retention.keep(
              entries.keySegment(),
              entries.keyOffset(),
              entries.keyLength(),
              entries.sequence(),
              entries.kind())) {
            output.add(
                newKey,
                entries.keySegment(),
                entries.keyOffset(),
                entries.keyLength(),
                entries.sequence(),
                entries.kind(),
                entries.valueSegment(),
                entries.valueOffset(),
                entries.valueLength());
            newKey = false;
          }
        } while (entries.nextVersion());
      }
      return new ArrayList<>(output.finish());
    }
  }
}
