package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.sstable.EntryKind;
import dev.varve.testing.FormatPage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WriteBatchTest {
  @Test
  void thePageShowsWhatABatchWrites() throws IOException {
    WriteBatch batch = new WriteBatch().put(1, utf8("k"), utf8("value")).delete(300, utf8("gone"));
    assertArrayEquals(
        FormatPage.example("batch.md"), Arrays.copyOf(batch.array(), batch.byteSize()));
    assertEquals(2, batch.count());
  }

  @Test
  void theReaderReadsWhatThePageShows() throws IOException {
    byte[] page = FormatPage.example("batch.md");
    WriteBatch.Reader reader = new WriteBatch.Reader().reset(page, 0, page.length);
    assertTrue(reader.next());
    assertEquals(EntryKind.PUT.code(), reader.kind());
    assertEquals(1, reader.partition());
    assertEquals("k", text(page, reader.keyOffset(), reader.keyLength()));
    assertEquals("value", text(page, reader.valueOffset(), reader.valueLength()));
    assertTrue(reader.next());
    assertEquals(EntryKind.DELETE.code(), reader.kind());
    assertEquals(300, reader.partition());
    assertEquals("gone", text(page, reader.keyOffset(), reader.keyLength()));
    assertEquals(0, reader.valueLength());
    assertFalse(reader.next());
  }

  @Test
  void aKeyHasABoundedLength() {
    WriteBatch batch = new WriteBatch();
    assertThrows(IllegalArgumentException.class, () -> batch.put(1, new byte[0], new byte[0]));
    assertThrows(
        IllegalArgumentException.class,
        () -> batch.delete(1, new byte[WriteBatch.MAX_KEY_BYTES + 1]));
    assertEquals(0, batch.byteSize());
    batch.put(1, new byte[WriteBatch.MAX_KEY_BYTES], new byte[0]);
    batch.clear();
    assertEquals(0, batch.count());
    assertEquals(0, batch.byteSize());
  }

  @Test
  void runsAreOfOnePartitionEach() {
    WriteBatch batch = new WriteBatch();
    int[] partitions = {1, 1, 2, 1, 3, 3, 4, 5};
    for (int partition : partitions) {
      batch.delete(partition, utf8("key"));
    }
    int[] runs = IntStream.range(0, batch.runCount()).map(batch::runPartition).toArray();
    assertArrayEquals(new int[] {1, 2, 1, 3, 4, 5}, runs);
    batch.clear();
    assertEquals(0, batch.runCount());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes, int offset, int length) {
    return new String(bytes, offset, length, StandardCharsets.UTF_8);
  }
}
