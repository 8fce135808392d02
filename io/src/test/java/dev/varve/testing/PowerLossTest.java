package dev.varve.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.Access;
import dev.varve.io.MemoryLedger;
import dev.varve.io.MemoryRegion;
import dev.varve.io.StorageFile;
import dev.varve.io.StorageFile.MapMode;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What {@link MemoryFileSystem#crash} and {@link MemoryFileSystem#kill} leave. */
final class PowerLossTest {
  private static final int SEEDS = 100;
  private static final Path DATA = Path.of("/data");
  private static final Path A = DATA.resolve("a");
  private static final Path B = DATA.resolve("b");

  private final MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());

  PowerLossTest() throws IOException {
    files.createDirectories(DATA);
  }

  @Provide
  Arbitrary<Long> seeds() {
    return Generators.seeds();
  }

  /** Every byte is one that it was at the last sync or later; so is the length. */
  @Property(tries = 300)
  void whatWasSyncedSurvivesAndNothingElseAppears(@ForAll("seeds") long seed) throws IOException {
    MemoryFileSystem store = new MemoryFileSystem(new MemoryLedger());
    store.createDirectories(DATA);
    SplittableRandom random = new SplittableRandom(seed);
    int capacity = 6_000;
    BitSet[] possible = new BitSet[capacity];
    Arrays.setAll(possible, _ -> bit(0));
    byte[] current = new byte[capacity];
    int length = 0;
    int shortest = 0;
    int longest = 0;
    try (StorageFile file = store.create(A)) {
      store.syncDirectory(DATA);
      for (int step = 0; step < 20; step++) {
        switch (random.nextInt(6)) {
          case 0, 1, 2 -> {
            byte[] bytes = new byte[random.nextInt(1, 1_500)];
            Arrays.fill(bytes, (byte) random.nextInt(1, 128));
            int at = random.nextInt(capacity - bytes.length);
            file.write(at, MemorySegment.ofArray(bytes));
            System.arraycopy(bytes, 0, current, at, bytes.length);
            length = Math.max(length, at + bytes.length);
          }
          case 3 -> {
            if (length > 0) {
              try (MemoryRegion region =
                  file.map(MapMode.READ_WRITE, 0, length, "test", Access.LOG)) {
                int at = random.nextInt(length);
                byte value = (byte) random.nextInt(1, 128);
                region.segment().set(ValueLayout.JAVA_BYTE, at, value);
                current[at] = value;
              }
            }
          }
          case 4 -> {
            length = random.nextInt(length + 1);
            file.truncate(length);
            Arrays.fill(current, length, capacity, (byte) 0);
          }
          default -> {
            file.sync();
            for (int at = 0; at < capacity; at++) {
              possible[at] = bit(current[at]);
            }
            shortest = length;
            longest = length;
          }
        }
        for (int at = 0; at < capacity; at++) {
          possible[at].set(current[at]);
        }
        shortest = Math.min(shortest, length);
        longest = Math.max(longest, length);
      }
    }
    byte[] survivor = content(store.crash(seed), A);
    assertTrue(shortest <= survivor.length && survivor.length <= longest, "length");
    for (int at = 0; at < survivor.length; at++) {
      // A byte beyond the surviving bytes of its file reads as zero.
      assertTrue(
          possible[at].get(survivor[at]) || (survivor[at] == 0 && at >= shortest),
          "byte " + at + " is " + survivor[at] + ", was " + possible[at]);
    }
  }

  @Test
  void unsyncedSectorsAreOldNewOrTorn() throws IOException {
    byte[] oldBytes = filled('o', 4 * Inode.SECTOR);
    byte[] newBytes = filled('n', 4 * Inode.SECTOR);
    try (StorageFile file = files.create(A)) {
      file.write(0, MemorySegment.ofArray(oldBytes));
      file.sync();
      files.syncDirectory(DATA);
      file.write(0, MemorySegment.ofArray(newBytes));
    }
    boolean allOld = false;
    boolean allNew = false;
    boolean mixed = false;
    boolean tornAtTheEnd = false;
    boolean tornAtTheStart = false;
    for (long seed = 0; seed < SEEDS; seed++) {
      byte[] survivor = content(files.crash(seed), A);
      assertEquals(oldBytes.length, survivor.length);
      allOld |= Arrays.equals(survivor, oldBytes);
      allNew |= Arrays.equals(survivor, newBytes);
      mixed |= survivor[0] != survivor[Inode.SECTOR];
      tornAtTheEnd |= survivor[0] == 'n' && survivor[Inode.SECTOR - 1] == 'o';
      tornAtTheStart |= survivor[0] == 'o' && survivor[Inode.SECTOR - 1] == 'n';
    }
    assertTrue(allOld, "all old");
    assertTrue(allNew, "all new");
    assertTrue(mixed, "old and new sectors");
    assertTrue(tornAtTheEnd, "a sector of which only the start was written");
    assertTrue(tornAtTheStart, "a sector of which only the end was written");
  }

  @Test
  void unsyncedGrowthIsLostKeptOrPartlyKept() throws IOException {
    try (StorageFile file = files.create(A)) {
      file.write(0, bytes("abc"));
      file.sync();
      files.syncDirectory(DATA);
      file.write(3, bytes("defgh"));
    }
    TreeSet<String> survivors = new TreeSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      survivors.add(text(files.crash(seed), A));
    }
    assertTrue(survivors.contains("abc"), survivors.toString());
    assertTrue(survivors.contains("abcdefgh"), survivors.toString());
    assertTrue(survivors.contains("abcde"), survivors.toString());
    assertTrue(survivors.contains("abc\0\0\0\0\0"), "length kept, bytes lost: " + survivors);
    assertTrue(survivors.stream().allMatch(text -> text.startsWith("abc")), survivors.toString());
  }

  @Test
  void anUnsyncedTruncationIsDoneOrNot() throws IOException {
    try (StorageFile file = files.create(A)) {
      file.write(0, bytes("abcdef"));
      file.sync();
      files.syncDirectory(DATA);
      file.truncate(2);
      assertSurvivors(A, "ab", "abcdef");
      file.sync();
      assertSurvivors(A, "ab");
    }
  }

  @Test
  void storesThroughAMappingAreLostOrKeptUntilSynced() throws IOException {
    try (StorageFile file = files.create(A)) {
      file.write(0, bytes("abc"));
      file.sync();
      files.syncDirectory(DATA);
      int operations = files.operations();
      try (MemoryRegion region = file.map(MapMode.READ_WRITE, 0, 3, "test", Access.LOG)) {
        region.segment().set(ValueLayout.JAVA_BYTE, 0, (byte) 'A');
        assertSurvivors(A, "abc", "Abc");
        file.sync();
        assertSurvivors(A, "Abc");
        region.segment().set(ValueLayout.JAVA_BYTE, 0, (byte) 'X');
      }
      assertEquals(operations + 1, files.operations(), "a store is no operation");
      assertSurvivors(A, "Abc", "Xbc");
      file.sync();
      assertSurvivors(A, "Xbc");
    }
  }

  @Test
  void aSyncOfARangeLeavesTheRestAtRisk() throws IOException {
    try (StorageFile file = files.create(A)) {
      file.preallocate(8_192);
      file.sync();
      files.syncDirectory(DATA);
      try (MemoryRegion region = file.map(MapMode.READ_WRITE, 0, 8_192, "test", Access.LOG)) {
        region.segment().set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
        region.segment().set(ValueLayout.JAVA_BYTE, 4_096, (byte) 2);
        file.sync(region, 0, 64);
      }
    }
    Set<Byte> second = new HashSet<>();
    for (int seed = 0; seed < 64; seed++) {
      byte[] survivor = content(files.crash(seed), A);
      assertEquals(1, survivor[0]);
      second.add(survivor[4_096]);
    }
    assertEquals(Set.of((byte) 0, (byte) 2), second);
  }

  @Test
  void aSyncThroughAnotherHandleSyncsTheFile() throws IOException {
    try (StorageFile writer = files.create(A);
        StorageFile other = files.openReadOnly(A)) {
      files.syncDirectory(DATA);
      writer.write(0, bytes("abc"));
      other.sync();
      assertSurvivors(A, "abc");
    }
  }

  @Test
  void aSyncedFileWithoutASyncedNameMayVanish() throws IOException {
    create(A, "abc");
    assertSurvivors(A, "gone", "abc");
    files.syncDirectory(DATA);
    assertSurvivors(A, "abc");
  }

  @Test
  void aDeletionMayBeUndoneUntilSynced() throws IOException {
    create(A, "abc");
    files.syncDirectory(DATA);
    files.delete(A);
    assertSurvivors(A, "gone", "abc");
    files.syncDirectory(DATA);
    assertSurvivors(A, "gone");
  }

  @Test
  void aNameMadeAgainIsAnyOfItsPastUntilSynced() throws IOException {
    create(A, "old");
    files.syncDirectory(DATA);
    files.delete(A);
    create(A, "new");
    assertSurvivors(A, "gone", "new", "old");
  }

  @Test
  void aRenameHappensForBothNamesOrNone() throws IOException {
    create(A, "new");
    create(B, "old");
    files.syncDirectory(DATA);
    files.rename(A, B);
    TreeSet<String> outcomes = new TreeSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      MemoryFileSystem survivor = files.crash(seed);
      outcomes.add(textOrGone(survivor, A) + " " + textOrGone(survivor, B));
    }
    assertEquals(new TreeSet<>(List.of("gone new", "new old")), outcomes);
    files.syncDirectory(DATA);
    assertSurvivors(A, "gone");
    assertSurvivors(B, "new");
  }

  @Test
  void aRenameBetweenDirectoriesNeverLosesTheFile() throws IOException {
    Path other = Path.of("/other");
    files.createDirectories(other);
    create(A, "abc");
    files.syncDirectory(DATA);
    files.rename(A, other.resolve("a"));
    for (long seed = 0; seed < SEEDS; seed++) {
      MemoryFileSystem survivor = files.crash(seed);
      assertNotEquals(survivor.exists(A), survivor.exists(other.resolve("a")));
    }
    files.syncDirectory(DATA);
    assertSurvivors(A, "gone");
    assertSurvivors(other.resolve("a"), "abc");
  }

  @Test
  void writeSyncRenameSyncReplacesAFileForGood() throws IOException {
    create(B, "old");
    files.syncDirectory(DATA);
    create(A, "new");
    files.rename(A, B);
    for (long seed = 0; seed < SEEDS; seed++) {
      String survivor = text(files.crash(seed), B);
      assertTrue(survivor.equals("old") || survivor.equals("new"), survivor);
    }
    files.syncDirectory(DATA);
    assertSurvivors(B, "new");
  }

  @Test
  void independentNamesAreLostIndependently() throws IOException {
    create(A, "a");
    create(B, "b");
    TreeSet<String> outcomes = new TreeSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      outcomes.add(String.join(",", files.crash(seed).list(DATA)));
    }
    assertEquals(new TreeSet<>(List.of("", "a", "b", "a,b")), outcomes);
  }

  @Test
  void linkedNamesShareTheSurvivingFile() throws IOException {
    create(A, "abc");
    files.link(A, B);
    files.syncDirectory(DATA);
    MemoryFileSystem survivor = files.crash(1);
    try (StorageFile file = survivor.open(A)) {
      file.write(0, bytes("X"));
    }
    assertEquals("Xbc", text(survivor, B));
  }

  @Test
  void directoriesAreDurableAtOnce() throws IOException {
    files.createDirectories(DATA.resolve("x/y"));
    for (long seed = 0; seed < SEEDS; seed++) {
      assertTrue(files.crash(seed).exists(DATA.resolve("x/y")));
    }
  }

  @Test
  void theSameSeedGivesTheSameResult() throws IOException {
    try (StorageFile file = files.create(A)) {
      file.write(0, MemorySegment.ofArray(filled('x', 20_000)));
      file.sync();
      file.write(0, MemorySegment.ofArray(filled('y', 30_000)));
    }
    files.syncDirectory(DATA);
    for (long seed = 0; seed < 20; seed++) {
      assertArrayEquals(content(files.crash(seed), A), content(files.crash(seed), A));
    }
  }

  @Test
  void whatSurvivedIsDurable() throws IOException {
    try (StorageFile file = files.create(A)) {
      file.write(0, MemorySegment.ofArray(filled('x', 20_000)));
    }
    files.syncDirectory(DATA);
    MemoryFileSystem survivor = files.crash(7);
    assertArrayEquals(content(survivor, A), content(survivor.crash(8), A));
  }

  @Test
  void aPowerLossChangesTheBootIdAndFreesLocks() throws IOException {
    assertNotNull(files.tryLock(DATA.resolve("LOCK"), "me"));
    files.syncDirectory(DATA);
    MemoryFileSystem survivor = files.crash(1);
    assertNotEquals(files.bootId(), survivor.bootId());
    assertNotEquals(survivor.bootId(), survivor.crash(1).bootId());
    assertNotNull(survivor.tryLock(DATA.resolve("LOCK"), "me"));
  }

  @Test
  void aKillKeepsEverythingButLocks() throws IOException {
    assertNotNull(files.tryLock(DATA.resolve("LOCK"), "me"));
    try (StorageFile file = files.create(A)) {
      file.write(0, bytes("abc"));
      files.rename(A, B);
      MemoryFileSystem survivor = files.kill();
      file.write(0, bytes("xyz"));
      assertEquals("abc", text(survivor, B));
      assertFalse(survivor.exists(A));
      assertEquals(files.bootId(), survivor.bootId());
      assertNotNull(survivor.tryLock(DATA.resolve("LOCK"), "me"));
    }
  }

  @Test
  void whatWasNotSyncedIsStillAtRiskAfterAKill() throws IOException {
    create(A, "abc");
    files.syncDirectory(DATA);
    try (StorageFile file = files.open(A)) {
      file.write(0, bytes("A"));
    }
    files.link(A, B);
    MemoryFileSystem killed = files.kill();
    TreeSet<String> outcomes = new TreeSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      MemoryFileSystem survivor = killed.crash(seed);
      outcomes.add(textOrGone(survivor, A) + " " + textOrGone(survivor, B));
    }
    assertEquals(new TreeSet<>(List.of("Abc Abc", "Abc gone", "abc abc", "abc gone")), outcomes);
    try (StorageFile file = killed.open(A)) {
      file.sync();
    }
    killed.syncDirectory(DATA);
    for (long seed = 0; seed < SEEDS; seed++) {
      assertEquals("Abc", text(killed.crash(seed), B));
    }
  }

  @Test
  void aFailedSyncLosesItsBytesThoughALaterOneSucceeds() throws IOException {
    try (StorageFile file = files.create(A)) {
      files.syncDirectory(DATA);
      file.write(0, bytes("abc"));
      file.sync();
      file.write(0, bytes("X"));
      files.onOperation(OperationHook.failing(op -> op.kind() == Operation.Kind.SYNC));
      assertThrows(IOException.class, file::sync);
      files.onOperation(_ -> {});
      file.sync();
      assertSurvivors(A, "Xbc", "abc");
      file.write(2, bytes("Z"));
      file.sync();
      // The page is dirty again, and with it all of its bytes.
      assertSurvivors(A, "XbZ");
    }
  }

  /** Every seed leaves one of these contents ("gone": no such file), and each is left by one. */
  private void assertSurvivors(Path path, String... expected) throws IOException {
    TreeSet<String> outcomes = new TreeSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      outcomes.add(textOrGone(files.crash(seed), path));
    }
    assertEquals(new TreeSet<>(List.of(expected)), outcomes);
  }

  private void create(Path path, String content) throws IOException {
    try (StorageFile file = files.create(path)) {
      file.write(0, bytes(content));
      file.sync();
    }
  }

  private static BitSet bit(int value) {
    BitSet bits = new BitSet();
    bits.set(value);
    return bits;
  }

  private static String textOrGone(MemoryFileSystem files, Path path) throws IOException {
    return files.exists(path) ? text(files, path) : "gone";
  }

  private static String text(MemoryFileSystem files, Path path) throws IOException {
    return new String(content(files, path), StandardCharsets.ISO_8859_1);
  }

  private static byte[] content(MemoryFileSystem files, Path path) throws IOException {
    try (StorageFile file = files.openReadOnly(path)) {
      byte[] content = new byte[(int) file.length()];
      file.read(0, MemorySegment.ofArray(content));
      return content;
    }
  }

  private static byte[] filled(char value, int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static MemorySegment bytes(String text) {
    return MemorySegment.ofArray(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
