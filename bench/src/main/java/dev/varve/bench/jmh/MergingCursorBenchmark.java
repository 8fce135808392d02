package dev.varve.bench.jmh;

import dev.varve.engine.merge.EntryCursor;
import dev.varve.engine.merge.MergingCursor;
import dev.varve.engine.table.RunCursor;
import dev.varve.engine.table.SSTableHandle;
import dev.varve.engine.table.SortedRun;
import dev.varve.sstable.InternalKey;
import dev.varve.sstable.SSTableOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What does a step over several tables cost whose keys take turns, which is the worst case, and
 * what a seek?
 */
@State(Scope.Thread)
public class MergingCursorBenchmark extends ComponentBenchmark {
  private static final int SCANNED = 1_000;

  /** How many keys all tables hold together. */
  @Param("1000000")
  int keys;

  /** Bytes per key. */
  @Param("16")
  int keyBytes;

  /** Bytes per value. */
  @Param("100")
  int valueBytes;

  /** How many tables. */
  @Param({"1", "2", "4", "8", "16"})
  int sources;

  private BenchmarkKeys present;
  private BenchmarkTables tables;
  private MergingCursor cursor;

  /** Writes and opens the tables. */
  @Setup
  public void open() throws IOException {
    present = new BenchmarkKeys(keys, keyBytes);
    tables = new BenchmarkTables(present, valueBytes, SSTableOptions.DEFAULTS, sources);
    List<EntryCursor> cursors = new ArrayList<>();
    for (SSTableHandle table : tables.tables()) {
      cursors.add(
          new RunCursor(tables.env().memory())
              .attach(new SortedRun(List.of(table)))
              .see(InternalKey.MAX_SEQUENCE));
    }
    cursor = new MergingCursor(cursors, _ -> {});
  }

  /** Closes and deletes them. */
  @TearDown
  public void close() throws IOException {
    cursor.close();
    tables.close();
  }

  /** One entry of a forward scan. */
  @Benchmark
  @OperationsPerInvocation(SCANNED)
  public long scan() throws IOException {
    long sum = 0;
    for (int count = 0; count < SCANNED; count++) {
      if (!cursor.isValid()) {
        cursor.first();
      }
      sum += cursor.entry().keyLength() + cursor.entry().valueLength();
      cursor.next();
    }
    return sum;
  }

  /** The cursor put at a random key. */
  @Benchmark
  public boolean seek(KeyWalk walk) throws IOException {
    return cursor.seek(walk.present(present));
  }
}
