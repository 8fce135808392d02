package dev.varve.engine.compaction;

import dev.varve.engine.table.FileMetadata;
import dev.varve.io.Env;
import dev.varve.sstable.EntryKind;
import dev.varve.sstable.SSTableOptions;
import dev.varve.sstable.SSTableWriter;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/**
 * Writes a sorted stream of entries into as many tables as it needs, cut between user keys. Tables
 * are synced as they are finished; they get their names, durably, in {@link #finish}. Closing
 * without it removes what was written. For one thread.
 */
public final class TableOutput implements AutoCloseable {
  /** Behind the name of a table that may not be complete. */
  public static final String UNFINISHED_SUFFIX = ".tmp";

  private final Env env;
  private final Path directory;
  private final SSTableOptions options;
  private final long targetBytes;
  private final LongSupplier fileNumbers;
  private final LongFunction<Path> paths;
  private final List<FileMetadata> finished = new ArrayList<>();
  private SSTableWriter writer;
  private boolean complete;

  /**
   * Begins without any table.
   *
   * @param directory holds the tables
   * @param targetBytes length at which a table ends
   * @param fileNumbers gives a fresh file number at each call
   * @param paths the file of a number
   */
  public TableOutput(
      Env env,
      Path directory,
      SSTableOptions options,
      long targetBytes,
      LongSupplier fileNumbers,
      LongFunction<Path> paths) {
    this.env = env;
    this.directory = directory;
    this.options = options;
    this.targetBytes = targetBytes;
    this.fileNumbers = fileNumbers;
    this.paths = paths;
  }

  /**
   * Adds an entry, greater than all before.
   *
   * @param newKey whether its user key differs from the one before: only there a table may end
   */
  public void add(
      boolean newKey,
      MemorySegment key,
      long keyOffset,
      int keyLength,
      long sequence,
      EntryKind kind,
      MemorySegment value,
      long valueOffset,
      int valueLength)
      throws IOException {
    if (newKey && writer != null && writer.estimatedBytes() >= targetBytes) {
      finishTable();
    }
    if (writer == null) {
      long number = fileNumbers.getAsLong();
      writer = SSTableWriter.create(env, unfinished(paths.apply(number)), number, options);
    }
    writer.add(key, keyOffset, keyLength, sequence, kind, value, valueOffset, valueLength);
  }

  /** Ends the last table and makes all of them durable; returns them in key order. */
  public List<FileMetadata> finish() throws IOException {
    if (writer != null) {
      finishTable();
    }
    for (FileMetadata file : finished) {
      Path path = paths.apply(file.number());
      env.files().rename(unfinished(path), path);
    }
    if (!finished.isEmpty()) {
      env.files().syncDirectory(directory);
    }
    complete = true;
    return finished;
  }

  @Override
  public void close() throws IOException {
    if (complete) {
      return;
    }
    if (writer != null) {
      writer.close();
      writer = null;
    }
    for (FileMetadata file : finished) {
      Path path = paths.apply(file.number());
      Path before = unfinished(path);
      env.files().delete(env.files().exists(before) ? before : path);
    }
    finished.clear();
  }

  private static Path unfinished(Path table) {
    return table.resolveSibling(table.getFileName() + UNFINISHED_SUFFIX);
  }

  private void finishTable() throws IOException {
    finished.add(FileMetadata.of(writer.finish()));
    writer = null;
  }
}
