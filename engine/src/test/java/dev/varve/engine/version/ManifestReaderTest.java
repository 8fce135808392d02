package dev.varve.engine.version;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.engine.table.FileMetadata;
import dev.varve.io.ByteWriter;
import dev.varve.io.CorruptionException;
import dev.varve.io.MemoryLedger;
import dev.varve.io.StorageFile;
import dev.varve.testing.Leaks;
import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is the torn end of a manifest, and what is damage. */
class ManifestReaderTest {
  private static final Path DIRECTORY = Path.of("/engine");
  private static final Path FILE = DIRECTORY.resolve("MANIFEST-000001");

  private final ByteWriter out = new ByteWriter(64);

  /** Where each record begins. */
  private final List<Integer> starts = new ArrayList<>();

  ManifestReaderTest() {
    ManifestLayout.writeHeader(out);
  }

  private ManifestReaderTest edit(VersionEdit edit) {
    starts.add(out.length());
    ManifestLayout.writeRecord(out, ManifestLayout.KIND_EDIT, edit);
    return this;
  }

  private ManifestReaderTest mark() {
    starts.add(out.length());
    ManifestLayout.writeRecord(out, ManifestLayout.KIND_MARK, null);
    return this;
  }

  /** An edit that creates a partition, and its mark, for each number. */
  private ManifestReaderTest created(int... partitions) {
    for (int partition : partitions) {
      edit(creating(partition)).mark();
    }
    return this;
  }

  private static VersionEdit creating(int partition) {
    return new VersionEdit()
        .nextPartition(partition + 1)
        .createPartition(partition, PartitionProperties.NONE);
  }

  private byte[] bytes() {
    return Arrays.copyOf(out.array(), out.length());
  }

  private static List<Integer> read(byte[] bytes) throws IOException {
    MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
    files.createDirectories(DIRECTORY);
    try (StorageFile file = files.create(FILE)) {
      file.write(0, MemorySegment.ofArray(bytes));
    }
    return List.copyOf(ManifestReader.read(files, FILE, null).state().partitions().keySet());
  }

  private static byte[] damaged(byte[] bytes, int from, int to) {
    byte[] damaged = bytes.clone();
    Arrays.fill(damaged, from, to, (byte) 0);
    return damaged;
  }

  private static CorruptionException assertCorrupt(byte[] bytes) {
    return assertThrows(CorruptionException.class, () -> read(bytes));
  }

  @Test
  void editsAddUp() throws IOException {
    created(1, 2, 3);
    edit(new VersionEdit().dropPartition(2)).mark();
    assertEquals(List.of(1, 3), read(bytes()));
  }

  @Test
  void aCutAnywhereInTheLastEditAndItsMarkIsTheEnd() throws IOException {
    created(1, 2);
    int end = out.length();
    created(3);
    int mark = starts.getLast();
    for (int length = end; length <= out.length(); length++) {
      List<Integer> expected = length < mark ? List.of(1, 2) : List.of(1, 2, 3);
      assertEquals(expected, read(Arrays.copyOf(bytes(), length)), "length " + length);
    }
  }

  @Test
  void aBadLastEditWithoutItsMarkIsTheEnd() throws IOException {
    created(1).edit(creating(2));
    int last = starts.getLast();
    for (int at = last; at < out.length(); at++) {
      byte[] damaged = bytes();
      damaged[at] ^= 0x10;
      List<Integer> found = read(damaged);
      // Padding means nothing.
      assertTrue(found.equals(List.of(1)) || (found.equals(List.of(1, 2)) && at >= last + 13));
    }
  }

  @Test
  void aBadEditBeforeAMarkIsCorruption() {
    created(1, 2);
    int edit = starts.get(2);
    CorruptionException found = assertCorrupt(damaged(bytes(), edit, edit + 4));
    assertEquals(edit, found.offset());
    assertEquals(FILE.toString(), found.file());
  }

  @Test
  void aBadEditBeforeOtherEditsIsCorruption() {
    created(1, 2, 3).edit(creating(4));
    for (int record = 0; record < 6; record += 2) {
      int at = starts.get(record);
      assertEquals(at, assertCorrupt(damaged(bytes(), at, at + 16)).offset());
    }
  }

  @Test
  void aLostMarkBeforeAnEditIsPassedOver() throws IOException {
    // As a power loss during the sync of the edit behind it leaves it: nothing is wrong.
    created(1, 2).edit(creating(3));
    int mark = starts.get(3);
    assertEquals(List.of(1, 2, 3), read(damaged(bytes(), mark, mark + 16)));
    assertEquals(List.of(1, 2, 3), read(damaged(bytes(), mark, mark + 5)));
    assertEquals(List.of(1, 2, 3), read(damaged(bytes(), mark + 5, mark + 16)));
    // Both torn: the edit was never acknowledged.
    assertEquals(List.of(1, 2), read(damaged(bytes(), mark, out.length())));
    assertEquals(List.of(1, 2), read(damaged(bytes(), mark + 3, mark + 20)));
  }

  @Test
  void aShortEditIsNotTakenForALostMark() {
    // As long as a mark, and a mark behind it: what it dropped must not come back.
    created(1, 2);
    edit(new VersionEdit().dropPartition(1)).mark();
    int edit = starts.get(4);
    assertEquals(16, starts.get(5) - edit);
    assertCorrupt(damaged(bytes(), edit, edit + 4));
    edit(new VersionEdit().dropPartition(2)).mark();
    assertCorrupt(damaged(bytes(), edit, edit + 4));
  }

  @Test
  void editsThatContradictTheStateAreCorruption() {
    FileMetadata file = new FileMetadata(7, 100, 1, 0, 1, 1, 5, new byte[] {1}, new byte[] {2});
    for (VersionEdit contradiction :
        List.of(
            creating(1),
            new VersionEdit().dropPartition(2),
            new VersionEdit().flushedSequence(2, 10),
            new VersionEdit().removeFile(1, 0, 7),
            new VersionEdit().addFile(2, 0, file),
            new VersionEdit().addFile(1, 0, file).addFile(1, 0, file))) {
      ManifestReaderTest manifest = new ManifestReaderTest().created(1);
      manifest.edit(contradiction).mark();
      int second = manifest.starts.get(2);
      assertEquals(second, assertCorrupt(manifest.bytes()).offset());
    }
  }

  @Test
  void unknownTagsLevelsAndKindsAreCorruption() {
    FileMetadata file = new FileMetadata(7, 100, 1, 0, 1, 1, 5, new byte[] {1}, new byte[] {2});
    assertCorrupt(new ManifestReaderTest().edit(new VersionEdit().addFile(1, 7, file)).bytes());
    ManifestLayout.writeRecord(out, 3, creating(1));
    assertCorrupt(bytes());
  }

  @Test
  void aFileWithoutAnEditIsCorruption() {
    assertCorrupt(new byte[0]);
    assertCorrupt(new byte[15]);
    assertCorrupt(bytes());
    assertCorrupt(new ManifestReaderTest().mark().bytes());
  }

  @Test
  void currentThatNamesNoManifestIsCorruption() throws IOException {
    for (String line : List.of("", "MANIFEST-000001", "MANIFEST-000001 00000000\n", "x y\n")) {
      MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
      Manifest.create(files, DIRECTORY.getRoot(), new ManifestState(), (_, numbers) -> numbers)
          .close();
      Path current = DIRECTORY.getRoot().resolve(Manifest.CURRENT);
      files.delete(current);
      try (StorageFile file = files.create(current)) {
        file.write(0, MemorySegment.ofArray(line.getBytes(StandardCharsets.US_ASCII)));
      }
      assertThrows(
          CorruptionException.class, () -> Manifest.read(files, DIRECTORY.getRoot()), line);
    }
  }

  @Test
  void aGrownManifestIsWrittenAnewAndTheOldOneDeleted() throws IOException {
    MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
    files.createDirectories(DIRECTORY);
    try (Manifest manifest =
        Manifest.create(files, DIRECTORY, new ManifestState(), (_, _) -> Set.of(7L))) {
      manifest.append(creating(1));
      for (int number = 1; number < 2_000; number++) {
        byte[] key = new byte[20];
        manifest.append(
            new VersionEdit()
                .nextFileNumber(number + 1)
                .addFile(1, 1, new FileMetadata(number, 100, 1, 0, 1, 1, 5, key, key)));
        manifest.append(new VersionEdit().removeFile(1, 1, number));
      }
      List<String> names = files.list(DIRECTORY);
      assertEquals(2, names.size(), names.toString());
      assertTrue(names.getLast().compareTo("MANIFEST-000001") > 0, names.toString());
      try (StorageFile file = files.openReadOnly(DIRECTORY.resolve(names.getLast()))) {
        assertTrue(file.length() < 200_000, "length " + file.length());
      }
      ManifestState state = Manifest.read(files, DIRECTORY).state();
      assertEquals(2_000, state.nextFileNumber());
      // Removed, and its file still there when the manifest was written anew; and those since.
      assertEquals(7, state.partitions().get(1).obsolete().first());
      assertTrue(state.partitions().get(1).obsolete().size() < 1_000);
    }
    Leaks.assertNone(files);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void powerLossAtEveryOperationKeepsEveryAppendedEdit(long seed) throws IOException {
    MemoryFileSystem whole = new MemoryFileSystem(new MemoryLedger());
    appendEdits(whole, seed, 25);
    for (int operation = 1; operation <= whole.operations(); operation++) {
      for (int outcome = 0; outcome < 6; outcome++) {
        MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
        files.crashAt(operation, 31L * operation + outcome);
        int appended = appendEdits(files, seed, 25);
        MemoryFileSystem image = files.crashImage();
        if (appended == 0 && !image.exists(DIRECTORY.resolve(Manifest.CURRENT))) {
          continue;
        }
        int found = Manifest.read(image, DIRECTORY).state().partitions().size();
        assertTrue(
            found == appended || found == appended + 1,
            "operation %d: appended %d, found %d".formatted(operation, appended, found));
      }
    }
  }

  /** Returns how many edits were appended before the power went, if it did. */
  private static int appendEdits(MemoryFileSystem files, long seed, int count) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    int appended = 0;
    try {
      files.createDirectories(DIRECTORY);
      try (Manifest manifest =
          Manifest.create(files, DIRECTORY, new ManifestState(), (_, numbers) -> numbers)) {
        while (appended < count) {
          VersionEdit edit = creating(appended + 1);
          byte[] key = new byte[random.nextInt(300)];
          edit.addFile(appended + 1, 0, new FileMetadata(1, 1, 1, 0, 1, 1, 5, key, key));
          manifest.append(edit);
          appended++;
        }
      }
    } catch (IOException lost) {
      if (!files.stopped()) {
        throw lost;
      }
    }
    return appended;
  }
}
