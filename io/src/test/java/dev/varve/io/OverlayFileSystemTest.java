package dev.varve.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.varve.testing.MemoryFileSystem;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OverlayFileSystemTest {
  @Test
  void whatIsBelowIsShownAndNeverChanged() throws IOException {
    MemoryFileSystem below = new MemoryFileSystem(new MemoryLedger());
    Path root = Path.of("/data");
    below.createDirectories(root);
    for (String name : List.of("a", "b", "c")) {
      try (StorageFile file = below.create(root.resolve(name))) {
        file.write(0, bytes("below"));
      }
    }
    int before = below.operations();
    OverlayFileSystem files = new OverlayFileSystem(below, new MemoryLedger());
    assertEquals(List.of("a", "b", "c"), files.list(root));
    try (StorageFile file = files.open(root.resolve("a"))) {
      file.sync();
      assertEquals("below", text(file));
      file.write(1, bytes("ALL"));
      assertEquals("bALLw", text(file));
    }
    files.delete(root.resolve("b"));
    files.rename(root.resolve("c"), root.resolve("d"));
    files.create(root.resolve("e")).close();
    files.createDirectories(root.resolve("f"));
    assertEquals(List.of("a", "d", "e", "f"), files.list(root));
    assertThrows(NoSuchFileException.class, () -> files.open(root.resolve("b")));
    try (StorageFile file = files.openReadOnly(root.resolve("a"))) {
      assertEquals("bALLw", text(file));
    }
    assertEquals(before, below.operations());
    assertEquals(List.of("a", "b", "c"), below.list(root));
    try (StorageFile file = below.openReadOnly(root.resolve("a"))) {
      assertEquals("below", text(file));
    }
  }

  @Test
  void filesInMemoryAreWrittenMappedAndRead() throws IOException {
    MemoryLedger memory = new MemoryLedger();
    OverlayFileSystem files = new OverlayFileSystem(new MemoryFileSystem(memory), memory);
    Path directory = Path.of("/data/x");
    assertThrows(NoSuchFileException.class, () -> files.create(directory.resolve("a")));
    files.createDirectories(directory);
    try (StorageFile file = files.create(directory.resolve("a"))) {
      assertThrows(FileAlreadyExistsException.class, () -> files.create(directory.resolve("a")));
      file.write(100, bytes(""));
      assertEquals(0, file.length());
      file.preallocate(100);
      try (MemoryRegion mapping =
          file.map(StorageFile.MapMode.READ_WRITE, 10, 20, "test", Access.LOG)) {
        mapping.segment().set(ValueLayout.JAVA_BYTE, 0, (byte) 'x');
        file.sync(mapping, 0, 1);
        assertEquals(20, memory.bytesByOwner().get("test"));
      }
      byte[] one = new byte[1];
      file.read(10, MemorySegment.ofArray(one));
      assertEquals('x', one[0]);
      file.truncate(5);
      file.preallocate(11);
      file.read(10, MemorySegment.ofArray(one));
      assertEquals(0, one[0]);
      assertThrows(EOFException.class, () -> file.read(11, MemorySegment.ofArray(one)));
    }
    assertThrows(
        NotDirectoryException.class, () -> files.createDirectories(directory.resolve("a/b")));
  }

  private static MemorySegment bytes(String text) {
    return MemorySegment.ofArray(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String text(StorageFile file) throws IOException {
    byte[] content = new byte[(int) file.length()];
    file.read(0, MemorySegment.ofArray(content));
    return new String(content, StandardCharsets.ISO_8859_1);
  }
}
