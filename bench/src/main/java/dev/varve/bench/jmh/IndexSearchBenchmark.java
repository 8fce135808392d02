package dev.varve.bench.jmh;

import dev.varve.sstable.InternalKey;
import dev.varve.sstable.block.Block;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What does it cost to find a key's data block in the index of a table? */
@State(Scope.Thread)
public class IndexSearchBenchmark extends ComponentBenchmark {
  private static final int HANDLE_BYTES = 8;

  /**
   * How many keys the index holds, one for each data block: 30,000 are a table of a million entries
   * of 116 bytes.
   */
  @Param({"1000", "30000"})
  int keys;

  /** Bytes per key. */
  @Param("16")
  int keyBytes;

  private BenchmarkKeys present;
  private Block index;

  /** Builds the index. */
  @Setup
  public void build() {
    present = new BenchmarkKeys(keys, keyBytes);
    index = BenchmarkBlock.of(present, HANDLE_BYTES);
  }

  /** The block of a key that lies between those of the index, as nearly all do. */
  @Benchmark
  public int find(KeyWalk walk) {
    return index.lowerBound(walk.absent(present), InternalKey.MAX_SEQUENCE);
  }
}
