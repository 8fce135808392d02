package dev.varve.engine.version;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.engine.table.FileMetadata;
import dev.varve.io.MemoryLedger;
import dev.varve.io.StorageFile;
import dev.varve.sstable.Compression;
import dev.varve.testing.FormatPage;
import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The worked example of docs/formats/manifest.md is what the code writes and reads. */
class ManifestFormatTest {
  private static final Path PAGE = Path.of("..", "docs", "formats", "manifest.md");
  private static final Path VERSION_2 =
      Path.of("src", "test", "resources", "formats", "manifest-2.txt");
  private static final Path DIRECTORY = Path.of("/engine");
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

  private final MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());

  @Test
  void theExampleIsWhatTheCodeWrites() throws IOException {
    files.createDirectories(DIRECTORY);
    try (Manifest manifest =
        Manifest.create(files, DIRECTORY, new ManifestState(), (_, numbers) -> numbers)) {
      manifest.append(
          new VersionEdit()
              .nextFileNumber(1)
              .nextPartition(3)
              .log(0, 1L << 32 | 176)
              .createPartition(1, PartitionProperties.NONE)
              .createPartition(2, PartitionProperties.of(Compression.LZ4, bytes("users"), false)));
      manifest.append(
          new VersionEdit()
              .nextFileNumber(2)
              .lastSequence(300)
              .log(280, 1L << 32 | 9000)
              .flushedSequence(1, 300)
              .addFile(1, 0, table(1)));
      assertTrue(isOnPage(text(read(DIRECTORY.resolve("CURRENT")))), "CURRENT while it is open");
      manifest.append(
          new VersionEdit()
              .nextFileNumber(3)
              .lastSequence(300)
              .log(280, 1L << 32 | 9000)
              .removeFile(1, 0, 1)
              .addFile(1, 6, table(2)));
      manifest.closeCleanly(1L << 32 | 9048);
    }
    assertEquals(
        HEX.formatHex(FormatPage.example("manifest.md")),
        HEX.formatHex(read(DIRECTORY.resolve("MANIFEST-000001"))));
    assertTrue(
        isOnPage(text(read(DIRECTORY.resolve("CURRENT")))),
        "the page shows CURRENT as " + text(read(DIRECTORY.resolve("CURRENT"))));
  }

  private static boolean isOnPage(String line) throws IOException {
    return Files.readAllLines(PAGE).contains(line);
  }

  private static FileMetadata table(long number) {
    return new FileMetadata(number, 700, 20, 5, 17, 300, 0x1badcafe, bytes("apple"), bytes("pear"));
  }

  @Test
  void theExampleIsReadBack() throws IOException {
    ManifestState state = readBack(PAGE);
    assertEquals(PartitionProperties.NONE, state.partitions().get(1).properties());
    assertEquals(
        PartitionProperties.of(Compression.LZ4, bytes("users"), false),
        state.partitions().get(2).properties());
  }

  @Test
  void theExampleOfVersion2IsReadBack() throws IOException {
    ManifestState state = readBack(VERSION_2);
    assertEquals(PartitionProperties.NONE, state.partitions().get(1).properties());
    assertEquals(PartitionProperties.NONE, state.partitions().get(2).properties());
  }

  private ManifestState readBack(Path page) throws IOException {
    files.createDirectories(DIRECTORY);
    write("MANIFEST-000001", FormatPage.example(page));
    String current =
        Files.readAllLines(page).stream()
            .filter(line -> line.matches("MANIFEST-000001 closed .*"))
            .findFirst()
            .orElseThrow();
    write("CURRENT", bytes(current + "\n"));
    FoundManifest found = Manifest.read(files, DIRECTORY);
    assertEquals(1, found.number());
    assertEquals(1L << 32 | 9048, found.close().logEnd());
    assertTrue(found.reaches(1, found.soundBytes()));
    ManifestState state = found.state();
    assertEquals(280, state.logNeededAfter());
    assertEquals(1L << 32 | 9000, state.logDurable());
    assertEquals(Set.of(1L), state.partitions().get(1).obsolete());
    assertEquals(3, state.nextFileNumber());
    assertEquals(3, state.nextPartition());
    assertEquals(300, state.lastSequence());
    assertEquals(List.of(1, 2), List.copyOf(state.partitions().keySet()));
    assertEquals(300, state.partitions().get(1).flushedSequence());
    assertEquals(0, state.partitions().get(2).flushedSequence());
    List<FileMetadata> tables = new ArrayList<>();
    state.partitions().get(1).level(6).forEach(tables::add);
    assertEquals(1, tables.size());
    FileMetadata table = tables.getFirst();
    assertEquals(2, table.number());
    assertEquals(17, table.smallestSequence());
    assertEquals(300, table.largestSequence());
    assertEquals(0x1badcafe, table.checksum());
    assertEquals(700, table.fileBytes());
    assertEquals(20, table.entryCount());
    assertEquals(5, table.tombstoneCount());
    assertArrayEquals(bytes("apple"), table.smallest());
    assertArrayEquals(bytes("pear"), table.largest());
    return state;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String text(byte[] line) {
    return new String(line, StandardCharsets.US_ASCII).strip();
  }

  private byte[] read(Path path) throws IOException {
    try (StorageFile file = files.openReadOnly(path)) {
      byte[] bytes = new byte[(int) file.length()];
      file.read(0, MemorySegment.ofArray(bytes));
      return bytes;
    }
  }

  private void write(String name, byte[] bytes) throws IOException {
    try (StorageFile file = files.create(DIRECTORY.resolve(name))) {
      file.write(0, MemorySegment.ofArray(bytes));
    }
  }
}
