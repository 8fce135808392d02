package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Keys and values in Agrona's buffers. These need a flag of the virtual machine, which a caller who
 * has such buffers gives; the engine itself needs none, which all other tests show, since they run
 * without.
 */
class DirectBufferTest {
  private static final String FLAG = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED";

  @TempDir private Path folder;

  @Test
  void theOtherTestsRunWithoutTheFlag() {
    assertThrows(IllegalAccessError.class, () -> new UnsafeBuffer(new byte[8]));
  }

  @Test
  void everyKindOfBufferServes() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                FLAG,
                "--enable-native-access=ALL-UNNAMED",
                "-ea",
                "-cp",
                System.getProperty("java.class.path"),
                Walk.class.getName(),
                folder.resolve("engine").toString())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), printed);
    assertTrue(printed.contains("walked"), printed);
  }

  /** In a virtual machine with the flag. */
  static final class Walk {
    private Walk() {}

    /** The directory is the only argument. */
    public static void main(String[] arguments) throws IOException {
      try (StorageEngine engine =
              StorageEngine.open(Path.of(arguments[0]), EngineOptions.defaults());
          Arena arena = Arena.ofConfined()) {
        int partition = engine.createPartitions(1).getFirst();
        MemorySegment memory = arena.allocate(64);
        for (MutableDirectBuffer buffer :
            List.of(
                new UnsafeBuffer(new byte[64]),
                new UnsafeBuffer(new byte[100], 30, 64),
                new UnsafeBuffer(ByteBuffer.allocate(64)),
                new UnsafeBuffer(ByteBuffer.allocateDirect(100), 20, 64),
                new UnsafeBuffer(memory.address(), 64))) {
          serves(engine, partition, buffer);
          engine.flush();
          readsBack(engine, partition, buffer);
        }
      }
      System.out.println("walked");
    }

    private static void serves(StorageEngine engine, int partition, MutableDirectBuffer buffer)
        throws IOException {
      buffer.putBytes(3, bytes("key-1"));
      buffer.putBytes(20, bytes("value"));
      engine.put(partition, buffer, 3, 5, buffer, 20, 5, Durability.BUFFERED);
      assertArrayEquals(bytes("value"), engine.get(partition, bytes("key-1")));
      readsBack(engine, partition, buffer);

      buffer.putBytes(3, bytes("key-2"));
      engine.write(
          new WriteBatch()
              .put(partition, buffer, 3, 5, buffer, 20, 0)
              .put(partition, buffer, 3, 4, buffer, 20, 5),
          Durability.BUFFERED);
      assertArrayEquals(new byte[0], engine.get(partition, bytes("key-2")));
      assertArrayEquals(bytes("value"), engine.get(partition, bytes("key-")));
      engine.write(new WriteBatch().delete(partition, buffer, 3, 4), Durability.BUFFERED);
      assertNull(engine.get(partition, bytes("key-")));
      engine.delete(partition, buffer, 3, 5, Durability.BUFFERED);
      assertNull(engine.get(partition, bytes("key-2")));
      assertEquals(StorageEngine.NOT_FOUND, engine.get(partition, buffer, 3, 5, buffer, 20));

      assertThrows(
          IndexOutOfBoundsException.class,
          () -> engine.put(partition, buffer, 60, 5, buffer, 20, 5, Durability.BUFFERED));
      assertThrows(
          IndexOutOfBoundsException.class, () -> engine.get(partition, buffer, 60, 5, buffer, 20));
      WriteBatch batch = new WriteBatch();
      assertThrows(
          IndexOutOfBoundsException.class, () -> batch.put(partition, buffer, 3, 5, buffer, 62, 5));
      assertEquals(0, batch.count());
    }

    private static void readsBack(StorageEngine engine, int partition, MutableDirectBuffer buffer)
        throws IOException {
      buffer.putBytes(3, bytes("key-1"));
      buffer.putBytes(40, bytes(".........."));
      assertEquals(5, engine.get(partition, buffer, 3, 5, buffer, 42));
      assertEquals("..value...", buffer.getStringWithoutLengthAscii(40, 10));
      buffer.putBytes(54, bytes(".........."));
      assertEquals(5, engine.get(partition, buffer, 3, 5, buffer, 60));
      assertEquals("..........", buffer.getStringWithoutLengthAscii(54, 10));

      try (Cursor cursor = engine.cursor(partition, CursorOptions.all())) {
        assertTrue(cursor.seek(buffer, 3, 4));
        assertEquals(5, cursor.copyKey(buffer, 41));
        assertEquals(".key-1e...", buffer.getStringWithoutLengthAscii(40, 10));
        assertEquals(5, cursor.copyValue(buffer, 43));
        assertEquals(".kevalue..", buffer.getStringWithoutLengthAscii(40, 10));
        assertEquals(5, cursor.copyKey(buffer, 60));
        assertEquals(5, cursor.copyValue(buffer, 60));
        assertEquals("..........", buffer.getStringWithoutLengthAscii(54, 10));
        buffer.putBytes(3, bytes("key-2"));
        assertFalse(cursor.seek(buffer, 3, 5));
        buffer.putBytes(3, bytes("key-1"));
      }
    }

    private static byte[] bytes(String text) {
      return text.getBytes(StandardCharsets.US_ASCII);
    }
  }
}
