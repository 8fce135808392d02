package dev.varve.sstable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.sstable.block.BlockLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which blocks are padded, so that all start at multiples of the block size. */
class PageAlignedBlocksTest {
  private static final int BLOCK_BYTES = SSTableOptions.DEFAULTS.blockBytes();

  private Tables tables;

  @BeforeEach
  void open() throws IOException {
    tables = new Tables();
  }

  @AfterEach
  void close() throws IOException {
    tables.close();
  }

  @Test
  void smallEntriesMakeBlocksThatAreWholePages() throws IOException {
    Path path = tables.nextPath();
    int count;
    try (SSTableReader table = tables.write(path, entries(100), SSTableOptions.DEFAULTS)) {
      count = table.properties().dataBlockCount();
      assertAllFound(table, entries(100));
      assertTrue(table.dataLength() > (count - 1L) * BLOCK_BYTES);
    }
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
    for (int block = 0; block < count - 1; block++) {
      int checked = BLOCK_BYTES - Integer.BYTES;
      CRC32C crc = new CRC32C();
      crc.update(file.array(), block * BLOCK_BYTES, checked);
      assertEquals((int) crc.getValue(), file.getInt(block * BLOCK_BYTES + checked));
      assertEquals(BlockLayout.RAW, file.get(block * BLOCK_BYTES + checked - 1));
    }
  }

  @Test
  void whereFillingWouldTakeMuchNothingIsFilled() throws IOException {
    // Blocks hold 3 of these and could hold nearly 4.
    try (SSTableReader table = tables.write(entries(1_050), SSTableOptions.DEFAULTS)) {
      assertTrue(table.dataLength() < table.properties().dataBlockCount() * 3_300L);
      assertAllFound(table, entries(1_050));
    }
  }

  @Test
  void theFirstBlockThatCannotBeFilledEndsIt() throws IOException {
    List<Entry> entries = new ArrayList<>(entries(100));
    entries.set(1_000, new Entry(entries.get(1_000).key(), 7, EntryKind.PUT, new byte[5_000]));
    try (SSTableReader table = tables.write(entries, SSTableOptions.DEFAULTS)) {
      IndexAndFilter indexAndFilter = table.indexAndFilter();
      int count = indexAndFilter.blockCount();
      int block = 1;
      while (block < count && indexAndFilter.handle(block) == (long) block * BLOCK_BYTES) {
        block++;
      }
      assertTrue(block > 10 && block < count - 10, block + " of " + count + " are filled");
      for (; block < count; block++) {
        assertNotEquals(
            BLOCK_BYTES, indexAndFilter.handle(block) - indexAndFilter.handle(block - 1));
      }
      assertAllFound(table, entries);
    }
  }

  private void assertAllFound(SSTableReader table, List<Entry> entries) throws IOException {
    try (Lookup lookup = new Lookup(tables.env.memory())) {
      for (Entry entry : entries) {
        assertEquals(entry, Tables.get(table, entry.key(), entry.sequence(), lookup));
      }
    }
  }

  private static List<Entry> entries(int valueLength) {
    List<Entry> entries = new ArrayList<>();
    for (int number = 0; number < 2_000; number++) {
      byte[] value = new byte[valueLength];
      value[0] = (byte) number;
      entries.add(new Entry(Entry.utf8("key%013d".formatted(number)), 7, EntryKind.PUT, value));
    }
    return entries;
  }
}
