package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.engine.batch.BatchReader;
import dev.varve.sstable.EntryKind;
import dev.varve.testing.FormatPage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WriteBatchTest {
  @Test
  void thePageShowsWhatABatchWrites() throws IOException {
    WriteBatch batch = new WriteBatch().put(1, utf8("k"), utf8("value")).delete(300, utf8("gone"));
    assertArrayEquals(
        FormatPage.example("batch.md"), Arrays.copyOf(batch.batch().array(), batch.byteSize()));
    assertEquals(2, batch.count());
  }

  @Test
  void theReaderReadsWhatThePageShows() throws IOException {
    byte[] page = FormatPage.example("batch.md");
    BatchReader reader = new BatchReader().reset(page, 0, page.length);
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
    assertArrayEquals(new int[] {1, 2, 1, 3, 4, 5}, runs(batch));
    batch.clear();
    assertEquals(0, batch.batch().runCount());
  }

  @Test
  void anOperationThatFailsAddsNothing() {
    WriteBatch batch = new WriteBatch();
    for (int length : new int[] {WriteBatch.MAX_BYTES, 45 << 20}) {
      byte[] large = new byte[length];
      assertThrows(IllegalArgumentException.class, () -> batch.put(1, utf8("blob"), large));
      assertUnchanged(batch, new WriteBatch());
    }
    batch.put(1, utf8("k"), utf8("value"));
    byte[] most = new byte[WriteBatch.MAX_BYTES - batch.byteSize() - 8];
    batch.put(2, utf8("k"), most);
    assertEquals(WriteBatch.MAX_BYTES, batch.byteSize());
    assertThrows(IllegalArgumentException.class, () -> batch.delete(3, utf8("k")));
    assertEquals(2, batch.count());
    assertEquals(2, batch.batch().runCount());
    assertEquals(WriteBatch.MAX_BYTES, batch.byteSize());
  }

  @Test
  void anOperationThatRunsOutOfMemoryAddsNothing() throws Exception {
    // In a virtual machine of its own, whose heap has no room for the batch's growth.
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx20m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                OutOfMemory.class.getName())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), printed);
    assertEquals("as before", printed.strip());
  }

  /** Adds a value for which there is no memory. */
  static final class OutOfMemory {
    private OutOfMemory() {}

    /** No arguments. */
    public static void main(String[] arguments) {
      WriteBatch batch = new WriteBatch().put(1, utf8("k"), utf8("value"));
      byte[] large = new byte[10 << 20];
      try {
        batch.put(2, utf8("blob"), large);
        System.out.println("there was memory enough");
      } catch (OutOfMemoryError _) {
        WriteBatch whole = new WriteBatch().put(1, utf8("k"), utf8("value"));
        assertUnchanged(batch, whole);
        batch.delete(3, utf8("next"));
        assertUnchanged(batch, whole.delete(3, utf8("next")));
        System.out.println("as before");
      }
    }
  }

  private static void assertUnchanged(WriteBatch batch, WriteBatch expected) {
    assertEquals(expected.count(), batch.count());
    assertArrayEquals(
        Arrays.copyOf(expected.batch().array(), expected.byteSize()),
        Arrays.copyOf(batch.batch().array(), batch.byteSize()));
    assertArrayEquals(runs(expected), runs(batch));
  }

  private static int[] runs(WriteBatch batch) {
    return IntStream.range(0, batch.batch().runCount()).map(batch.batch()::runPartition).toArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes, int offset, int length) {
    return new String(bytes, offset, length, StandardCharsets.UTF_8);
  }
}
