package dev.varve.bench.jmh;

import dev.varve.sstable.InternalKey;
import dev.varve.sstable.block.Block;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What does the search in one data block cost that stays in the first-level cache? */
@State(Scope.Thread)
public class BlockSearchBenchmark extends ComponentBenchmark {
  /** How many keys the block holds: in 4 KiB it is about thirty of the sizes below. */
  @Param("30")
  int keys;

  /** Bytes per key. */
  @Param("16")
  int keyBytes;

  /** Bytes per value. */
  @Param("100")
  int valueBytes;

  private BenchmarkKeys present;
  private Block block;

  /** Builds the block. */
  @Setup
  public void build() {
    present = new BenchmarkKeys(keys, keyBytes);
    block = BenchmarkBlock.of(present, valueBytes);
  }

  /** A key that is there. */
  @Benchmark
  public int find(KeyWalk walk) {
    return block.find(walk.present(present), InternalKey.MAX_SEQUENCE);
  }

  /** A key that is not. */
  @Benchmark
  public int findAbsent(KeyWalk walk) {
    return block.find(walk.absent(present), InternalKey.MAX_SEQUENCE);
  }
}
