package dev.varve.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.testing.Generators;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class ByteWriterReaderTest {
  private static final Path FILE = Path.of("MANIFEST-000001");

  /** One value with its way in and out. */
  sealed interface Field {
    void put(ByteWriter writer);

    void check(ByteReader reader) throws CorruptionException;
  }

  record OneByte(byte value) implements Field {
    @Override
    public void put(ByteWriter writer) {
      writer.putByte(value);
    }

    @Override
    public void check(ByteReader reader) throws CorruptionException {
      assertEquals(value & 0xff, reader.getByte());
    }
  }

  record FixedInt(int value) implements Field {
    @Override
    public void put(ByteWriter writer) {
      writer.putInt(value);
    }

    @Override
    public void check(ByteReader reader) throws CorruptionException {
      assertEquals(value, reader.getInt());
    }
  }

  record FixedLong(long value) implements Field {
    @Override
    public void put(ByteWriter writer) {
      writer.putLong(value);
    }

    @Override
    public void check(ByteReader reader) throws CorruptionException {
      assertEquals(value, reader.getLong());
    }
  }

  record Varint(long value) implements Field {
    @Override
    public void put(ByteWriter writer) {
      writer.putVarint(value);
    }

    @Override
    public void check(ByteReader reader) throws CorruptionException {
      assertEquals(value, reader.getVarint());
    }
  }

  record Prefixed(String bytes) implements Field {
    @Override
    public void put(ByteWriter writer) {
      writer.putLengthPrefixed(bytes.getBytes(ISO_8859_1));
    }

    @Override
    public void check(ByteReader reader) throws CorruptionException {
      assertEquals(bytes, new String(reader.getLengthPrefixed(), ISO_8859_1));
    }
  }

  @Provide
  Arbitrary<List<Field>> fields() {
    Arbitrary<Field> field =
        Arbitraries.oneOf(
            Arbitraries.bytes().map(OneByte::new),
            Arbitraries.integers().map(FixedInt::new),
            Arbitraries.longs().map(FixedLong::new),
            Arbitraries.longs().map(Varint::new),
            Generators.keys().map(key -> new Prefixed(new String(key, ISO_8859_1))));
    return field.list().ofMinSize(1).ofMaxSize(12);
  }

  @Test
  void aVarintGoesBeforeWhatWasWritten() {
    ByteWriter out = new ByteWriter(0).putByte(1).putBytes(new byte[200]);
    out.insertVarint(1, 200).insertVarint(204 - 1, 7);
    byte[] expected = new byte[204];
    expected[0] = 1;
    expected[1] = (byte) 0xC8;
    expected[2] = 1;
    expected[203] = 7;
    assertArrayEquals(expected, out.toByteArray());
    assertThrows(IndexOutOfBoundsException.class, () -> out.insertVarint(205, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> out.insertVarint(-1, 0));
  }

  @Property
  void readsBackWhatWasWritten(@ForAll("fields") List<Field> fields) throws CorruptionException {
    byte[] bytes = written(fields);
    ByteReader reader = new ByteReader(bytes, FILE, 1_000);
    for (Field field : fields) {
      field.check(reader);
    }
    assertEquals(0, reader.remaining());
    assertEquals(1_000 + bytes.length, reader.offset());
  }

  @Property(tries = 200)
  void everyTruncationIsCorruption(@ForAll("fields") List<Field> fields) {
    byte[] bytes = written(fields);
    for (int length = 0; length < bytes.length; length++) {
      ByteReader reader = new ByteReader(Arrays.copyOf(bytes, length), FILE, 1_000);
      CorruptionException corruption =
          assertThrows(
              CorruptionException.class,
              () -> {
                for (Field field : fields) {
                  field.check(reader);
                }
              });
      assertEquals(FILE.toString(), corruption.file());
      assertTrue(corruption.offset() >= 1_000 && corruption.offset() <= 1_000 + length);
    }
  }

  @Test
  void writesLittleEndian() {
    ByteWriter writer = new ByteWriter(0);
    writer.putByte(0x1ff).putInt(0x01020304).putLong(0x1112131415161718L).putVarint(300);
    assertEquals("ff040302011817161514131211ac02", HexFormat.of().formatHex(writer.toByteArray()));
  }

  @Test
  void growsAsNeeded() {
    ByteWriter writer = new ByteWriter(0);
    byte[] large = new byte[100_000];
    Arrays.fill(large, (byte) 7);
    writer.putByte(1).putBytes(large).putByte(2);
    assertEquals(100_002, writer.length());
    assertEquals(7, writer.array()[100_000]);
    assertEquals(2, writer.array()[100_001]);
    assertEquals(100_002, writer.segment().byteSize());
  }

  @Test
  void appendsRangesOfArraysAndSegments() {
    byte[] source = {1, 2, 3, 4, 5};
    ByteWriter writer = new ByteWriter(1);
    writer.putBytes(source, 1, 2).putBytes(MemorySegment.ofArray(source), 3, 2);
    assertArrayEquals(new byte[] {2, 3, 4, 5}, writer.toByteArray());
  }

  @Test
  void truncatesClearsAndPatchesOnlyWhatWasWritten() {
    ByteWriter writer = new ByteWriter(100);
    writer.putInt(1).putInt(2).setInt(0, 3);
    writer.truncate(5);
    assertArrayEquals(new byte[] {3, 0, 0, 0, 2}, writer.toByteArray());
    assertThrows(IllegalArgumentException.class, () -> writer.truncate(6));
    assertThrows(IllegalArgumentException.class, () -> writer.truncate(-1));
    assertThrows(IndexOutOfBoundsException.class, () -> writer.setInt(2, 0));
    writer.clear();
    assertEquals(0, writer.length());
    assertEquals(0, writer.segment().byteSize());
  }

  @Test
  void lengthsThatCannotBeAreCorruption() {
    ByteReader negative = new ByteReader(new byte[100], FILE, 0);
    assertThrows(CorruptionException.class, () -> negative.getBytes(-1));

    byte[] beyond31Bits = new ByteWriter(0).putVarint(1L << 31).toByteArray();
    assertThrows(
        CorruptionException.class, () -> new ByteReader(beyond31Bits, FILE, 0).getVarintInt());
    byte[] unsigned = new ByteWriter(0).putVarint(-1).toByteArray();
    assertThrows(
        CorruptionException.class, () -> new ByteReader(unsigned, FILE, 0).getLengthPrefixed());
  }

  @Test
  void aVarintThatDoesNotEndIsCorruption() {
    byte[] endless = new byte[20];
    Arrays.fill(endless, (byte) 0x80);
    assertThrows(CorruptionException.class, () -> new ByteReader(endless, FILE, 0).getVarint());
  }

  private static byte[] written(List<Field> fields) {
    ByteWriter writer = new ByteWriter(0);
    fields.forEach(field -> field.put(writer));
    return writer.toByteArray();
  }
}
