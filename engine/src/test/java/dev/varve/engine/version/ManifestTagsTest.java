package dev.varve.engine.version;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.engine.table.KeyRange;
import dev.varve.io.ByteReader;
import dev.varve.io.ByteWriter;
import dev.varve.io.CorruptionException;
import dev.varve.io.UnsupportedFormatException;
import dev.varve.sstable.Compression;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What a reader does with fields and properties of a later release. */
class ManifestTagsTest {
  private static final Path FILE = Path.of("/engine/MANIFEST-000001");
  private static final int CREATED = 4;

  private final ByteWriter out = new ByteWriter(64);

  private ManifestTagsTest field(int tag, int... values) {
    out.putVarint(tag).putVarint(values.length);
    for (int value : values) {
      out.putByte(value);
    }
    return this;
  }

  private VersionEdit read() throws IOException {
    return read(Arrays.copyOf(out.array(), out.length()));
  }

  private static VersionEdit read(byte[] bytes) throws IOException {
    return VersionEdit.read(new ByteReader(bytes, FILE, 0), ManifestLayout.FORMAT_VERSION);
  }

  private static PartitionProperties only(VersionEdit edit) {
    assertEquals(1, edit.createdPartitions().size());
    return edit.createdPartitions().values().iterator().next();
  }

  @Test
  void aFieldThatMayBePassedOverIs() throws IOException {
    VersionEdit edit = field(64, 1, 2, 3).field(1, 9).field(1000).read();
    assertEquals(9, edit.nextFileNumber());
  }

  @Test
  void aFieldThatMustBeUnderstoodRefusesTheDirectory() {
    UnsupportedFormatException refusal =
        assertThrows(UnsupportedFormatException.class, () -> field(63, 1).read());
    assertTrue(refusal.getMessage().contains("manifest field 63"), refusal.getMessage());
    assertTrue(refusal.getMessage().contains(FILE.toString()), refusal.getMessage());
  }

  /** Fields of version 2 have no lengths. */
  @Test
  void anOlderVersionHasNoFieldsToPassOver() {
    byte[] bytes = {1, 9, 64, 1, 9, 2, 3};
    CorruptionException refusal =
        assertThrows(
            CorruptionException.class,
            () -> VersionEdit.read(new ByteReader(bytes, FILE, 0), ManifestLayout.OLDEST_VERSION));
    assertTrue(refusal.getMessage().contains("64"), refusal.getMessage());
  }

  @Test
  void aFieldHasExactlyItsValues() {
    CorruptionException longer =
        assertThrows(CorruptionException.class, () -> field(5, 1, 0).read());
    assertEquals(3, longer.offset());
    out.clear();
    assertThrows(CorruptionException.class, () -> field(6, 1).read());
    out.clear();
    assertThrows(CorruptionException.class, () -> field(0).read());
  }

  @Test
  void aPropertyThatMayBePassedOverIsKept() throws IOException {
    PartitionProperties properties = only(field(CREATED, 7, 2, 1, 42, 70, 2, 5, 6).read());
    assertArrayEquals(new byte[] {42}, properties.descriptor());
    VersionEdit again = new VersionEdit().createPartition(7, properties);
    ByteWriter written = new ByteWriter(64);
    again.writeTo(written);
    assertArrayEquals(
        Arrays.copyOf(out.array(), out.length()), Arrays.copyOf(written.array(), written.length()));
  }

  @Test
  void aPropertyThatMustBeUnderstoodRefusesTheDirectory() {
    UnsupportedFormatException refusal =
        assertThrows(UnsupportedFormatException.class, () -> field(CREATED, 7, 5, 1, 42).read());
    assertTrue(refusal.getMessage().contains("partition property 5"), refusal.getMessage());
    out.clear();
    refusal =
        assertThrows(UnsupportedFormatException.class, () -> field(CREATED, 7, 1, 1, 9).read());
    assertTrue(refusal.getMessage().contains("compression 9"), refusal.getMessage());
  }

  @Test
  void theExampleOfASplitIsWhatTheCodeWrites() throws IOException {
    List<PartitionProperties.Parent> parents = List.of(new PartitionProperties.Parent(2, 300));
    byte[] boundary = {'m'};
    VersionEdit edit =
        new VersionEdit()
            .createPartition(
                3,
                PartitionProperties.of(null, new byte[] {'a'}, false)
                    .withRange(KeyRange.of(null, boundary))
                    .withParents(parents))
            .createPartition(
                4,
                PartitionProperties.of(null, new byte[] {'b'}, false)
                    .withRange(KeyRange.of(boundary, null))
                    .withParents(parents))
            .dropPartition(2)
            .flushedSequence(3, 300)
            .flushedSequence(4, 300);
    edit.writeTo(out);
    List<String> page = Files.readAllLines(Path.of("..", "docs", "formats", "manifest.md"));
    int first =
        page.indexOf("The fields of an edit that splits partition 2 at \"m\", when its tables hold")
            + 4;
    String example =
        page.subList(first, first + 5).stream()
            .map(line -> line.substring(0, line.indexOf('|')).strip())
            .collect(Collectors.joining(" "));
    byte[] written = Arrays.copyOf(out.array(), out.length());
    assertEquals(example, HexFormat.ofDelimiter(" ").formatHex(written));
    VersionEdit again = read(written);
    assertEquals(edit.createdPartitions(), again.createdPartitions());
    assertEquals(parents, again.createdPartitions().get(4).parents());
    assertEquals(KeyRange.of(boundary, null), again.createdPartitions().get(4).range());
    assertEquals(KeyRange.ALL, PartitionProperties.NONE.range());
    assertEquals(List.of(), PartitionProperties.NONE.parents());
  }

  @Test
  void rangesAndParentsThatCannotBeAreCorruption() {
    for (int[] wrong :
        new int[][] {
          {7, 3, 2, 0, 0}, // no bound
          {7, 3, 4, 1, 9, 1, 9}, // nothing between the bounds
          {7, 3, 3, 0, 2, 9}, // shorter than it says
          {7, 3, 4, 0, 1, 9, 9}, // longer
          {7, 4, 0}, // no parents
          {7, 4, 1, 2} // half a parent
        }) {
      out.clear();
      assertThrows(CorruptionException.class, () -> field(CREATED, wrong).read());
    }
  }

  @Test
  void thatAPartitionIsFrozenHasNoValue() throws IOException {
    assertTrue(only(field(CREATED, 7, 64, 0).read()).frozen());
    out.clear();
    CorruptionException refusal =
        assertThrows(CorruptionException.class, () -> field(CREATED, 7, 64, 1, 1).read());
    assertTrue(refusal.getMessage().contains("frozen"), refusal.getMessage());
  }

  @Test
  void aPropertyStandsOnce() {
    assertThrows(CorruptionException.class, () -> field(CREATED, 7, 2, 1, 42, 2, 1, 43).read());
    out.clear();
    assertThrows(CorruptionException.class, () -> field(CREATED, 7).field(CREATED, 7).read());
  }

  @Property(tries = 200)
  void propertiesAreReadAsTheyWereWritten(
      @ForAll boolean compressed, @ForAll byte[] descriptor, @ForAll boolean frozen)
      throws IOException {
    PartitionProperties properties =
        PartitionProperties.of(compressed ? Compression.LZ4 : null, descriptor, frozen);
    ByteWriter written = new ByteWriter(64);
    new VersionEdit().createPartition(300, properties).writeTo(written);
    PartitionProperties found = only(read(Arrays.copyOf(written.array(), written.length())));
    assertEquals(properties, found);
    assertArrayEquals(descriptor, found.descriptor());
    assertEquals(compressed ? Compression.LZ4 : null, found.compression());
    assertEquals(frozen, found.frozen());
  }

  /** Bytes of an edit that were changed are read, or refused by a typed error. */
  @Property(tries = 500)
  void changedBytesHaveATypedError(@ForAll long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    ByteWriter written = new ByteWriter(64);
    new VersionEdit()
        .nextPartition(3)
        .createPartition(
            1,
            PartitionProperties.of(
                Compression.LZ4, "users".getBytes(StandardCharsets.US_ASCII), true))
        .createPartition(2, PartitionProperties.NONE)
        .flushedSequence(1, 99)
        .removeFile(1, 0, 4)
        .writeTo(written);
    byte[] bytes = Arrays.copyOf(written.array(), written.length());
    for (int change = random.nextInt(3); change >= 0; change--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    try {
      VersionEdit edit = read(bytes);
      assertTrue(edit.createdPartitions().size() <= 3);
    } catch (CorruptionException | UnsupportedFormatException typed) {
      assertTrue(typed.getMessage().contains(FILE.toString()), typed.getMessage());
    }
  }
}
