package dev.varve.bench.jmh;

import dev.varve.io.ByteWriter;
import dev.varve.sstable.block.Block;
import dev.varve.sstable.block.BlockBuilder;
import dev.varve.sstable.block.BlockLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Makes blocks that hold all keys. */
final class BenchmarkBlock {
  private BenchmarkBlock() {}

  /** A block in memory of its own, which lives as long as the block. */
  static Block of(BenchmarkKeys keys, int valueBytes) {
    BlockBuilder builder = new BlockBuilder();
    byte[] last = keys.newKey();
    byte[] key = keys.newKey();
    MemorySegment value = MemorySegment.ofArray(new byte[valueBytes]);
    for (int i = 0; i < keys.count(); i++) {
      keys.write(i, key);
      int shared = i == 0 ? 0 : Arrays.mismatch(last, key);
      builder.add(
          MemorySegment.ofArray(key),
          0,
          key.length,
          shared,
          i + 1L,
          (byte) 1,
          value,
          0,
          valueBytes);
      System.arraycopy(key, 0, last, 0, key.length);
    }
    ByteWriter content = new ByteWriter(1 << 12);
    builder.finish(content);
    MemorySegment memory =
        Arena.ofAuto().allocate(content.length() + BlockLayout.SLACK_BYTES, Long.BYTES);
    MemorySegment.copy(content.segment(), 0, memory, 0, content.length());
    return new Block().wrap(memory, 0, content.length());
  }
}
