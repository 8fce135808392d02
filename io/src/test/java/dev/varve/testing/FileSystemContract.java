package dev.varve.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.Access;
import dev.varve.io.FileSystem;
import dev.varve.io.FileSystem.FileLock;
import dev.varve.io.MemoryLedger;
import dev.varve.io.MemoryRegion;
import dev.varve.io.StorageFile;
import dev.varve.io.StorageFile.MapMode;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link FileSystem} does; a subclass brings one and runs all of it. */
public abstract class FileSystemContract {
  private FileSystem files;
  private MemoryLedger memory;
  private Path root;

  /** Creates the subclass's test. */
  protected FileSystemContract() {}

  /** A file system, and the ledger of its mappings. */
  protected abstract FileSystem newFileSystem(MemoryLedger memory);

  /** An existing, empty directory of the file system that {@link #newFileSystem} gave. */
  protected abstract Path newDirectory(FileSystem files) throws IOException;

  @BeforeEach
  void createFileSystem() throws IOException {
    memory = new MemoryLedger();
    files = newFileSystem(memory);
    root = newDirectory(files);
  }

  @AfterEach
  void nothingStaysMapped() {
    Leaks.assertNone(memory);
  }

  @Test
  void privateFilesAreCreatedAsOthersAre() throws IOException {
    Path path = root.resolve("secret");
    try (StorageFile file = files.createPrivate(path)) {
      file.write(0, MemorySegment.ofArray(new byte[] {1, 2}));
      assertEquals(2, file.length());
    }
    assertThrows(FileAlreadyExistsException.class, () -> files.createPrivate(path));
  }

  @Test
  void readsBackWhatWasWritten() throws IOException {
    try (StorageFile file = files.create(root.resolve("a"))) {
      file.write(0, bytes("hello world"));
      file.write(6, bytes("there"));
      assertEquals(11, file.length());
      assertEquals("hello there", text(file, 0, 11));
      assertEquals("the", text(file, 6, 3));
    }
  }

  @Test
  void readsAndWritesNativeMemory() throws IOException {
    try (StorageFile file = files.create(root.resolve("a"));
        MemoryRegion region = memory.allocate("test", 10_000, 8)) {
      region.segment().fill((byte) 7);
      file.write(3, region.segment());
      region.segment().fill((byte) 0);
      file.read(3, region.segment());
      assertEquals(7, region.segment().get(ValueLayout.JAVA_BYTE, 9_999));
      assertEquals(10_003, file.length());
    }
  }

  @Test
  void writesOfNothingChangeNothing() throws IOException {
    try (StorageFile file = files.create(root.resolve("a"))) {
      file.write(100, bytes(""));
      file.read(0, bytes(""));
      assertEquals(0, file.length());
    }
  }

  @Test
  void fillsAGapWithZeros() throws IOException {
    try (StorageFile file = files.create(root.resolve("a"))) {
      file.write(5_000, bytes("x"));
      assertEquals(5_001, file.length());
      assertArrayEquals(new byte[5_000], content(file, 0, 5_000));
    }
  }

  @Test
  void refusesReadsBeyondTheEnd() throws IOException {
    try (StorageFile file = files.create(root.resolve("a"))) {
      file.write(0, bytes("abc"));
      assertThrows(EOFException.class, () -> content(file, 1, 3));
      assertThrows(EOFException.class, () -> content(file, 10, 1));
    }
  }

  @Test
  void truncatesAndGrowsAgainWithZeros() throws IOException {
    try (StorageFile file = files.create(root.resolve("a"))) {
      file.write(0, bytes("abcdef"));
      file.truncate(2);
      assertEquals(2, file.length());
      file.truncate(100);
      assertEquals(2, file.length(), "truncation never grows a file");
      file.write(5, bytes("x"));
      assertEquals("ab\0\0\0x", text(file, 0, 6));
    }
  }

  @Test
  void preallocationKeepsContentAndAddsZeros() throws IOException {
    try (StorageFile file = files.create(root.resolve("a"))) {
      file.write(0, bytes("abc"));
      file.preallocate(2_500_000);
      assertEquals(2_500_000, file.length());
      assertEquals("abc\0", text(file, 0, 4));
      assertArrayEquals(new byte[1_000], content(file, 2_499_000, 1_000));
      file.preallocate(10);
      assertEquals(2_500_000, file.length());
    }
  }

  @Test
  void showsStoresOfAMappingInTheFile() throws IOException {
    try (StorageFile file = files.create(root.resolve("a"))) {
      file.preallocate(8_192);
      try (MemoryRegion region = file.map(MapMode.READ_WRITE, 4_096, 4_096, "test", Access.LOG)) {
        region.segment().set(ValueLayout.JAVA_BYTE, 1, (byte) 42);
        assertEquals(42, content(file, 4_097, 1)[0]);
        file.sync();
      }
      assertEquals(42, content(file, 4_097, 1)[0]);
    }
  }

  @Test
  void showsWritesToTheFileInItsMappings() throws IOException {
    try (StorageFile file = files.create(root.resolve("a"))) {
      file.preallocate(100);
      try (MemoryRegion one = file.map(MapMode.READ_ONLY, 10, 90, "test", Access.POINT);
          MemoryRegion other = file.map(MapMode.READ_WRITE, 0, 100, "test", Access.LOG)) {
        file.write(20, bytes("x"));
        assertEquals('x', one.segment().get(ValueLayout.JAVA_BYTE, 10));
        assertEquals('x', other.segment().get(ValueLayout.JAVA_BYTE, 20));
        other.segment().set(ValueLayout.JAVA_BYTE, 20, (byte) 'y');
        assertEquals('y', one.segment().get(ValueLayout.JAVA_BYTE, 10));
      }
    }
  }

  @Test
  void keepsAMappingWhileTheFileGrowsAndIsClosed() throws IOException {
    MemoryRegion region;
    try (StorageFile file = files.create(root.resolve("a"))) {
      file.write(0, bytes("abc"));
      region = file.map(MapMode.READ_WRITE, 0, 3, "test", Access.LOG);
      file.write(3, MemorySegment.ofArray(new byte[3_000_000]));
      region.segment().set(ValueLayout.JAVA_BYTE, 0, (byte) 'A');
      file.write(1, bytes("B"));
    }
    try (region) {
      assertEquals('B', region.segment().get(ValueLayout.JAVA_BYTE, 1));
      try (StorageFile file = files.openReadOnly(root.resolve("a"))) {
        assertEquals("ABc\0", text(file, 0, 4));
        assertEquals(3_000_003, file.length());
      }
    }
  }

  @Test
  void mapsOnlyWhatTheFileHolds() throws IOException {
    try (StorageFile file = files.create(root.resolve("a"))) {
      file.write(0, bytes("abc"));
      assertThrows(
          EOFException.class, () -> file.map(MapMode.READ_ONLY, 0, 4, "test", Access.POINT));
      assertThrows(
          EOFException.class, () -> file.map(MapMode.READ_WRITE, 4, 1, "test", Access.LOG));
      assertEquals(3, file.length(), "a refused mapping does not grow the file");
      try (MemoryRegion nothing = file.map(MapMode.READ_ONLY, 0, 0, "test", Access.POINT)) {
        assertEquals(0, nothing.byteSize());
      }
    }
  }

  @Test
  void syncsARangeOfAMapping() throws IOException {
    try (StorageFile file = files.create(root.resolve("a"))) {
      file.preallocate(10_000);
      try (MemoryRegion region = file.map(MapMode.READ_WRITE, 0, 10_000, "test", Access.LOG)) {
        region.segment().set(ValueLayout.JAVA_BYTE, 5_000, (byte) 7);
        file.sync(region, 4_990, 100);
      }
      MemorySegment read = MemorySegment.ofArray(new byte[1]);
      file.read(5_000, read);
      assertEquals(7, read.get(ValueLayout.JAVA_BYTE, 0));
    }
  }

  @Test
  void refusesStoresThroughAReadOnlyMapping() throws IOException {
    try (StorageFile file = files.create(root.resolve("a"))) {
      file.write(0, bytes("abc"));
      try (MemoryRegion region = file.map(MapMode.READ_ONLY, 0, 3, "test", Access.POINT)) {
        assertTrue(region.segment().isReadOnly());
      }
    }
  }

  @Test
  void countsAMappingForItsOwnerUntilItIsClosed() throws IOException {
    try (StorageFile file = files.create(root.resolve("a"))) {
      file.preallocate(5_000);
      MemoryRegion region = file.map(MapMode.READ_WRITE, 100, 4_000, "segment 1", Access.LOG);
      assertEquals(4_000L, memory.bytesByOwner().get("segment 1"));
      MemorySegment segment = region.segment();
      region.close();
      assertTrue(memory.bytesByOwner().isEmpty());
      assertThrows(IllegalStateException.class, () -> segment.get(ValueLayout.JAVA_BYTE, 0));
      assertThrows(IllegalStateException.class, region::close);
    }
  }

  @Test
  void readOnlyHandlesRefuseChanges() throws IOException {
    files.create(root.resolve("a")).close();
    try (StorageFile file = files.openReadOnly(root.resolve("a"))) {
      assertThrows(NonWritableChannelException.class, () -> file.write(0, bytes("x")));
      assertThrows(NonWritableChannelException.class, () -> file.preallocate(10));
      assertThrows(NonWritableChannelException.class, () -> file.truncate(0));
      assertThrows(
          NonWritableChannelException.class,
          () -> file.map(MapMode.READ_WRITE, 0, 0, "test", Access.LOG));
      file.sync();
    }
  }

  @Test
  void closedHandlesRefuseEverything() throws IOException {
    StorageFile file = files.create(root.resolve("a"));
    file.close();
    file.close();
    assertThrows(ClosedChannelException.class, file::length);
    assertThrows(ClosedChannelException.class, () -> content(file, 0, 1));
    assertThrows(ClosedChannelException.class, () -> file.write(0, bytes("x")));
    assertThrows(ClosedChannelException.class, () -> file.truncate(0));
    assertThrows(ClosedChannelException.class, file::sync);
    assertThrows(
        ClosedChannelException.class,
        () -> file.map(MapMode.READ_ONLY, 0, 0, "test", Access.POINT));
  }

  @Test
  void createsOnlyWhatIsNotThere() throws IOException {
    files.create(root.resolve("a")).close();
    assertThrows(FileAlreadyExistsException.class, () -> files.create(root.resolve("a")));
    assertThrows(NoSuchFileException.class, () -> files.create(root.resolve("no/a")));
  }

  @Test
  void opensOnlyWhatIsThere() throws IOException {
    assertThrows(NoSuchFileException.class, () -> files.open(root.resolve("a")));
    assertThrows(NoSuchFileException.class, () -> files.openReadOnly(root.resolve("a")));
    files.create(root.resolve("a")).close();
    try (StorageFile file = files.open(root.resolve("a"))) {
      assertEquals(root.resolve("a"), file.path());
    }
  }

  @Test
  void twoHandlesSeeOneFile() throws IOException {
    try (StorageFile writer = files.create(root.resolve("a"));
        StorageFile reader = files.openReadOnly(root.resolve("a"))) {
      writer.write(0, bytes("abc"));
      assertEquals("abc", text(reader, 0, 3));
    }
  }

  @Test
  void renameReplacesTheTarget() throws IOException {
    write("a", "new");
    write("b", "old");
    files.rename(root.resolve("a"), root.resolve("b"));
    assertEquals(List.of("b"), files.list(root));
    assertEquals("new", read("b"));
    assertThrows(
        NoSuchFileException.class, () -> files.rename(root.resolve("a"), root.resolve("c")));
  }

  @Test
  void renameMovesBetweenDirectories() throws IOException {
    files.createDirectories(root.resolve("x"));
    files.createDirectories(root.resolve("y"));
    write("x/a", "content");
    files.rename(root.resolve("x/a"), root.resolve("y/b"));
    assertEquals(List.of(), files.list(root.resolve("x")));
    assertEquals("content", read("y/b"));
  }

  @Test
  void anOpenFileFollowsItsRename() throws IOException {
    try (StorageFile file = files.create(root.resolve("a"))) {
      file.write(0, bytes("1"));
      files.rename(root.resolve("a"), root.resolve("b"));
      file.write(1, bytes("2"));
    }
    assertEquals("12", read("b"));
  }

  @Test
  void bothNamesOfALinkedFileShowItsContent() throws IOException {
    write("a", "content");
    files.link(root.resolve("a"), root.resolve("b"));
    try (StorageFile file = files.open(root.resolve("b"))) {
      file.write(0, bytes("C"));
    }
    assertEquals("Content", read("a"));
    files.delete(root.resolve("a"));
    assertEquals("Content", read("b"));
    write("c", "");
    assertThrows(
        FileAlreadyExistsException.class, () -> files.link(root.resolve("b"), root.resolve("c")));
    assertThrows(NoSuchFileException.class, () -> files.link(root.resolve("a"), root.resolve("d")));
  }

  @Test
  void renameOfOneNameOfAFileToAnotherChangesNothing() throws IOException {
    write("a", "content");
    files.link(root.resolve("a"), root.resolve("b"));
    files.rename(root.resolve("a"), root.resolve("b"));
    assertEquals(List.of("a", "b"), files.list(root));
  }

  @Test
  void deletedFilesStayUsableWhereTheyAreOpen() throws IOException {
    try (StorageFile file = files.create(root.resolve("a"))) {
      file.write(0, bytes("abc"));
      try (MemoryRegion region = file.map(MapMode.READ_ONLY, 0, 3, "test", Access.POINT)) {
        files.delete(root.resolve("a"));
        assertFalse(files.exists(root.resolve("a")));
        write("a", "another");
        assertEquals("abc", text(file, 0, 3));
        assertEquals('c', region.segment().get(ValueLayout.JAVA_BYTE, 2));
        file.sync();
      }
    }
    assertEquals("another", read("a"));
  }

  @Test
  void deletesOnlyWhatIsThereAndEmpty() throws IOException {
    assertThrows(NoSuchFileException.class, () -> files.delete(root.resolve("a")));
    files.createDirectories(root.resolve("x/y"));
    assertThrows(DirectoryNotEmptyException.class, () -> files.delete(root.resolve("x")));
    files.delete(root.resolve("x/y"));
    files.delete(root.resolve("x"));
    assertFalse(files.exists(root.resolve("x")));
  }

  @Test
  void listsNamesInOrder() throws IOException {
    write("b", "");
    write("a", "");
    write("c", "");
    files.createDirectories(root.resolve("B"));
    assertEquals(List.of("B", "a", "b", "c"), files.list(root));
    assertEquals(List.of(), files.list(root.resolve("B")));
    assertThrows(NoSuchFileException.class, () -> files.list(root.resolve("no")));
    assertThrows(NotDirectoryException.class, () -> files.list(root.resolve("a")));
  }

  @Test
  void createsDirectoriesWithTheirParents() throws IOException {
    files.createDirectories(root.resolve("x/y/z"));
    files.createDirectories(root.resolve("x/y/z"));
    assertTrue(files.exists(root.resolve("x/y/z")));
    write("x/y/z/a", "content");
    assertEquals("content", read("x/y/z/a"));
    files.syncDirectory(root.resolve("x/y/z"));
    write("file", "");
    assertThrows(IOException.class, () -> files.createDirectories(root.resolve("file")));
    assertThrows(IOException.class, () -> files.createDirectories(root.resolve("file/x")));
    assertThrows(NoSuchFileException.class, () -> files.syncDirectory(root.resolve("no")));
  }

  @Test
  void locksOnce() throws IOException {
    Path path = root.resolve("LOCK");
    try (FileLock lock = files.tryLock(path, "me")) {
      assertNotNull(lock);
      assertTrue(files.exists(path));
      assertNull(files.tryLock(path, "me"));
      assertNull(files.tryLock(path, "me"));
    }
    FileLock again = files.tryLock(path, "me");
    assertNotNull(again);
    again.close();
  }

  @Test
  void closingALockTwiceDoesNotReleaseTheNextHolders() throws IOException {
    Path path = root.resolve("LOCK");
    FileLock first = files.tryLock(path, "me");
    first.close();
    try (FileLock second = files.tryLock(path, "me")) {
      assertNotNull(second);
      first.close();
      assertNull(files.tryLock(path, "me"));
    }
  }

  @Test
  void aSharedLockKeepsTheExclusiveOneOutAndTheOtherWayRound() throws IOException {
    Path path = root.resolve("LOCK");
    assertThrows(NoSuchFileException.class, () -> files.tryLockShared(path));
    assertFalse(files.exists(path));
    try (FileLock exclusive = files.tryLock(path, "me")) {
      assertNotNull(exclusive);
      assertNull(files.tryLockShared(path));
      assertEquals("me", files.lockHolder(path));
    }
    assertEquals("", files.lockHolder(path));
    FileLock first = files.tryLockShared(path);
    FileLock second = files.tryLockShared(path);
    assertNull(files.tryLock(path, "me"));
    first.close();
    first.close();
    assertNull(files.tryLock(path, "me"));
    assertEquals("", files.lockHolder(path));
    second.close();
    files.tryLock(path, "me").close();
    assertEquals("", files.lockHolder(root.resolve("no")));
  }

  @Test
  void bootIdStaysTheSame() {
    assertEquals(files.bootId(), files.bootId());
  }

  @Test
  void anInterruptedThreadGoesOnWithItsFilesAndStaysInterrupted() throws IOException {
    Thread.currentThread().interrupt();
    try {
      files.createDirectories(root.resolve("x"));
      try (StorageFile file = files.create(root.resolve("x/a"))) {
        file.preallocate(10);
        file.write(0, bytes("abc"));
        file.sync();
        assertEquals("abc", text(file, 0, 3));
        file.map(MapMode.READ_ONLY, 0, 10, "test", Access.POINT).close();
        file.truncate(3);
        assertEquals(3, file.length());
      }
      files.syncDirectory(root.resolve("x"));
      files.rename(root.resolve("x/a"), root.resolve("x/b"));
      assertEquals(List.of("b"), files.list(root.resolve("x")));
      FileLock lock = files.tryLock(root.resolve("LOCK"), "me");
      assertNotNull(lock);
      lock.close();
      assertTrue(Thread.currentThread().isInterrupted());
    } finally {
      Thread.interrupted();
    }
    assertEquals("abc", read("x/b"));
  }

  private void write(String name, String content) throws IOException {
    try (StorageFile file = files.create(root.resolve(name))) {
      file.write(0, bytes(content));
    }
  }

  private String read(String name) throws IOException {
    try (StorageFile file = files.openReadOnly(root.resolve(name))) {
      return text(file, 0, (int) file.length());
    }
  }

  private static String text(StorageFile file, long position, int length) throws IOException {
    return new String(content(file, position, length), StandardCharsets.ISO_8859_1);
  }

  private static byte[] content(StorageFile file, long position, int length) throws IOException {
    byte[] content = new byte[length];
    file.read(position, MemorySegment.ofArray(content));
    return content;
  }

  private static MemorySegment bytes(String text) {
    return MemorySegment.ofArray(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
