package dev.varve.formats.zstd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Files compressed with zstd: whole, of several frames, cut, damaged. */
class ZstdTest {
  private static byte[] compressed(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = ZstdOutput.open(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static byte[] decompressed(byte[] file) throws IOException {
    try (InputStream in = ZstdInput.open(new ByteArrayInputStream(file))) {
      return in.readAllBytes();
    }
  }

  private static byte[] randomText(int length) {
    byte[] text = new byte[length];
    Random random = new Random(1);
    for (int i = 0; i < length; i++) {
      text[i] = (byte) ('a' + random.nextInt(20));
    }
    return text;
  }

  @Property(tries = 200)
  void whatIsCompressedIsReadAsItWas(@ForAll @Size(max = 5000) byte[] content) throws IOException {
    byte[] file = compressed(content);
    assertTrue(ZstdInput.begins(file));
    assertArrayEquals(content, decompressed(file));
  }

  @Test
  void framesFollowOneAnother() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(compressed("one ".getBytes(StandardCharsets.US_ASCII)));
    file.write(compressed(new byte[0]));
    file.write(compressed("two".getBytes(StandardCharsets.US_ASCII)));
    assertEquals(
        "one two", new String(decompressed(file.toByteArray()), StandardCharsets.US_ASCII));
  }

  @Test
  void aFileOfTheCommandIsRead() throws IOException {
    // printf 'hello\n' | zstd
    byte[] file = HexFormat.of().parseHex("28b52ffd0458310000" + "68656c6c6f0a" + "5388bd91");
    assertTrue(ZstdInput.begins(file));
    assertEquals("hello\n", new String(decompressed(file), StandardCharsets.US_ASCII));
  }

  @Test
  void aCutFileIsNoShorterOne() throws IOException {
    byte[] file = compressed(randomText(300_000));
    for (int length : new int[] {1, 3, 5, file.length / 2, file.length - 1}) {
      IOException failure =
          assertThrows(IOException.class, () -> decompressed(Arrays.copyOf(file, length)));
      assertEquals(
          "the compressed data ends too early: the file is cut", failure.getMessage(), "" + length);
    }
  }

  @Test
  void anyBitOfDamageIsFound() throws IOException {
    byte[] content = randomText(2000);
    byte[] file = compressed(content);
    for (int bit = 0; bit < file.length * 8; bit++) {
      byte[] damaged = file.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      byte[] read;
      try {
        read = decompressed(damaged);
      } catch (IOException found) {
        assertFalse(found.getMessage().isEmpty());
        continue;
      }
      assertArrayEquals(content, read, "bit " + bit); // such as one that nobody looks at
    }
  }

  @Test
  void whatFollowsTheFramesIsDamage() throws IOException {
    byte[] file = compressed(randomText(100));
    IOException failure =
        assertThrows(IOException.class, () -> decompressed(Arrays.copyOf(file, file.length + 8)));
    assertTrue(failure.getMessage().startsWith("the compressed data is damaged: "), "" + failure);
    assertFalse(ZstdInput.begins("text".getBytes(StandardCharsets.US_ASCII)));
    assertThrows(
        IOException.class, () -> decompressed("no zstd".getBytes(StandardCharsets.US_ASCII)));
  }
}
