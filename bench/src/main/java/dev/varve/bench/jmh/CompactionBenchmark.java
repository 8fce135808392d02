package dev.varve.bench.jmh;

import dev.varve.engine.EngineOptions;
import dev.varve.engine.compaction.CompactionPlan;
import dev.varve.engine.compaction.MergeInput;
import dev.varve.engine.compaction.Retention;
import dev.varve.engine.compaction.TableOutput;
import dev.varve.engine.compaction.TableRewrite;
import dev.varve.engine.table.FileMetadata;
import dev.varve.sstable.Compression;
import dev.varve.sstable.SSTableOptions;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * How many bytes a second does a compaction merge, from tables in the page cache to synced ones?
 * Keys take turns among the tables, and all stay.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class CompactionBenchmark extends ComponentBenchmark {
  private static final int LAST_LEVEL = 6;

  /** How many keys are merged. */
  @Param("1000000")
  int keys;

  /** Bytes per key. */
  @Param("16")
  int keyBytes;

  /** Bytes per value. */
  @Param("100")
  int valueBytes;

  /** How data blocks are stored, those read and those written. */
  @Param Compression compression;

  /** How many tables are merged. */
  @Param({"4", "16"})
  int sources;

  private BenchmarkTables tables;
  private CompactionPlan.Merge plan;
  private List<FileMetadata> merged = List.of();

  /** What was merged. */
  @State(Scope.Thread)
  @AuxCounters
  public static class Throughput {
    /** Bytes of keys and values, before compression. */
    public long bytes;
  }

  /** Writes and opens the tables. */
  @Setup
  public void open() throws IOException {
    tables =
        new BenchmarkTables(
            new BenchmarkKeys(keys, keyBytes),
            valueBytes,
            SSTableOptions.DEFAULTS.withCompression(compression),
            sources);
    plan = new CompactionPlan.Merge(0, LAST_LEVEL, tables.tables(), List.of());
  }

  /** Deletes what an invocation wrote. */
  @TearDown(Level.Invocation)
  public void deleteMerged() throws IOException {
    tables.delete(merged);
    merged = List.of();
  }

  /** Closes and deletes the tables. */
  @TearDown
  public void close() throws IOException {
    tables.close();
  }

  /** One compaction; {@code :bytes} is the figure per second. */
  @Benchmark
  public List<FileMetadata> merge(Throughput throughput) throws IOException {
    Retention retention = new Retention(new long[0], true);
    try (TableOutput output = tables.newOutput(EngineOptions.defaults().tableBytes());
        MergeInput entries = new MergeInput(plan, tables.env().memory())) {
      TableRewrite.run(entries, retention, output, () -> true);
      merged = output.finish();
    }
    throughput.bytes += (long) keys * (keyBytes + valueBytes);
    return merged;
  }
}
