package dev.varve.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.FileSystem.FileLock;
import dev.varve.io.StorageFile.MapMode;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class RamFileSystemTest {
  private static final Path A = Path.of("/data/a");
  private static final Path B = Path.of("/data/b");

  private final RamFileSystem files = new RamFileSystem(new MemoryLedger());

  @Test
  void aForkAndItsOriginChangeApart() throws IOException {
    files.createDirectories(A.getParent());
    write(files, A, "original");
    write(files, B, "both");
    try (RamFileSystem fork = files.fork(new MemoryLedger())) {
      overwrite(fork, A, "F");
      overwrite(files, A, "O");
      assertEquals("Friginal", read(fork, A));
      assertEquals("Original", read(files, A));
      fork.delete(B);
      write(fork, Path.of("/data/c"), "more");
      assertEquals(List.of("a", "b"), files.list(A.getParent()));
      assertEquals("both", read(files, B));
      try (StorageFile file = fork.open(A)) {
        file.truncate(0);
        file.preallocate(3);
      }
      assertEquals("\0\0\0", read(fork, A));
      assertEquals("Original", read(files, A));
    }
    assertEquals("Original", read(files, A));
  }

  @Test
  void aForkOutlivesItsOriginAndAForkOfAForkBoth() throws IOException {
    files.createDirectories(A.getParent());
    write(files, A, "original");
    RamFileSystem fork = files.fork(new MemoryLedger());
    files.close();
    assertFalse(files.exists(A));
    try (RamFileSystem second = fork.fork(new MemoryLedger())) {
      fork.close();
      assertEquals("original", read(second, A));
      overwrite(second, A, "O");
      assertEquals("Original", read(second, A));
    }
  }

  @Test
  void bothNamesOfAFileStayOneFileInAFork() throws IOException {
    files.createDirectories(A.getParent());
    write(files, A, "content");
    files.link(A, B);
    try (RamFileSystem fork = files.fork(new MemoryLedger())) {
      overwrite(fork, A, "C");
      assertEquals("Content", read(fork, B));
      assertEquals("content", read(files, B));
    }
  }

  @Test
  void aMappingForLoadsStaysValidInAFork() throws IOException {
    files.createDirectories(A.getParent());
    write(files, A, "content");
    RamFileSystem fork = files.fork(new MemoryLedger());
    MemoryRegion region;
    try (StorageFile file = fork.openReadOnly(A)) {
      region = file.map(MapMode.READ_ONLY, 0, 7, "test", Access.POINT);
    }
    fork.close();
    files.close();
    try (region) {
      assertEquals('c', region.segment().get(ValueLayout.JAVA_BYTE, 0));
    }
  }

  @Test
  void storesThroughAMappingOfAForkAreTheForksOwn() throws IOException {
    files.createDirectories(A.getParent());
    write(files, A, "content");
    try (RamFileSystem fork = files.fork(new MemoryLedger());
        StorageFile file = fork.open(A);
        MemoryRegion region = file.map(MapMode.READ_WRITE, 0, 7, "test", Access.LOG)) {
      region.segment().set(ValueLayout.JAVA_BYTE, 0, (byte) 'C');
      assertEquals("Content", read(fork, A));
      assertEquals("content", read(files, A));
    }
  }

  @Test
  void whatSomebodyIsWritingIsNotForked() throws IOException {
    files.createDirectories(A.getParent());
    try (FileLock _ = files.tryLock(A, "me")) {
      assertThrows(IllegalStateException.class, () -> files.fork(new MemoryLedger()));
    }
    overwrite(files, A, "a");
    try (StorageFile file = files.open(A);
        MemoryRegion _ = file.map(MapMode.READ_WRITE, 0, 1, "test", Access.LOG)) {
      assertThrows(IllegalStateException.class, () -> files.fork(new MemoryLedger()));
    }
    files.fork(new MemoryLedger()).close();
  }

  @Test
  void aFileThatGrewUnderAMappingIsNotMappedAcross() throws IOException {
    files.createDirectories(A.getParent());
    write(files, A, "abc");
    try (StorageFile file = files.open(A)) {
      MemoryRegion region = file.map(MapMode.READ_WRITE, 0, 3, "test", Access.LOG);
      file.preallocate(100_000);
      IOException refusal =
          assertThrows(
              IOException.class,
              () -> file.map(MapMode.READ_ONLY, 0, 100_000, "test", Access.POINT));
      assertTrue(refusal.getMessage().contains("grew under a live mapping"));
      file.map(MapMode.READ_ONLY, 50_000, 50_000, "test", Access.POINT).close();
      region.close();
      try (MemoryRegion all = file.map(MapMode.READ_ONLY, 0, 100_000, "test", Access.POINT)) {
        assertEquals('c', all.segment().get(ValueLayout.JAVA_BYTE, 2));
      }
    }
  }

  @Property(tries = 300)
  void aFileAndItsForkHoldWhatArraysWould(
      @ForAll @Size(max = 40) List<@IntRange(max = 3_999_999) Integer> changes) throws IOException {
    RamFileSystem origin = new RamFileSystem(new MemoryLedger());
    origin.createDirectories(A.getParent());
    origin.create(A).close();
    byte[] expected = new byte[0];
    byte[] expectedOfFork = null;
    RamFileSystem fork = null;
    int number = 0;
    for (int change : changes) {
      number++;
      int length = change / 4 % 1_000;
      int position = change / 4_000 * 20;
      try (StorageFile file = origin.open(A)) {
        switch (change % 4) {
          case 0, 1 -> {
            byte[] written = new byte[length];
            Arrays.fill(written, (byte) number);
            file.write(position, MemorySegment.ofArray(written));
            expected = written(expected, position, written);
          }
          case 2 -> {
            file.truncate(position);
            expected = Arrays.copyOf(expected, Math.min(position, expected.length));
          }
          default -> {
            if (fork == null) {
              fork = origin.fork(new MemoryLedger());
              expectedOfFork = expected.clone();
            }
            file.map(MapMode.READ_ONLY, 0, expected.length, "test", Access.POINT).close();
          }
        }
      }
      assertEquals(Arrays.hashCode(expected), Arrays.hashCode(bytes(origin, A)));
    }
    if (fork != null) {
      assertEquals(Arrays.hashCode(expectedOfFork), Arrays.hashCode(bytes(fork, A)));
      fork.close();
    }
    origin.close();
  }

  private static byte[] written(byte[] before, int position, byte[] written) {
    if (written.length == 0) {
      return before;
    }
    byte[] after = Arrays.copyOf(before, Math.max(before.length, position + written.length));
    System.arraycopy(written, 0, after, position, written.length);
    return after;
  }

  private static void write(FileSystem files, Path path, String content) throws IOException {
    files.create(path).close();
    overwrite(files, path, content);
  }

  private static void overwrite(FileSystem files, Path path, String content) throws IOException {
    try (StorageFile file = files.open(path)) {
      file.write(0, MemorySegment.ofArray(content.getBytes(StandardCharsets.ISO_8859_1)));
    }
  }

  private static String read(FileSystem files, Path path) throws IOException {
    return new String(bytes(files, path), StandardCharsets.ISO_8859_1);
  }

  private static byte[] bytes(FileSystem files, Path path) throws IOException {
    try (StorageFile file = files.openReadOnly(path)) {
      byte[] content = new byte[(int) file.length()];
      file.read(0, MemorySegment.ofArray(content));
      return content;
    }
  }
}
