package dev.varve.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The examples of RFC 3720, section B.4, and the check value of CRC catalogues. */
final class Crc32cTest {
  @Test
  void matchesTheStandardsExamples() {
    byte[] bytes = new byte[32];
    assertEquals(0x8a9136aa, Crc32c.of(bytes, 0, 32));
    Arrays.fill(bytes, (byte) 0xff);
    assertEquals(0x62a8ab43, Crc32c.of(bytes, 0, 32));
    for (int at = 0; at < 32; at++) {
      bytes[at] = (byte) at;
    }
    assertEquals(0x46dd794e, Crc32c.of(bytes, 0, 32));
    for (int at = 0; at < 32; at++) {
      bytes[at] = (byte) (31 - at);
    }
    assertEquals(0x113fdb5c, Crc32c.of(bytes, 0, 32));
    byte[] command =
        HexFormat.of()
            .parseHex(
                "01c00000000000000000000000000000"
                    + "14000000000004000000001400000018"
                    + "28000000000000000200000000000000");
    assertEquals(0xd9963a56, Crc32c.of(command, 0, command.length));
    assertEquals(0xe3069283, Crc32c.of(digits(), 0, 9));
  }

  @Test
  void nothingHasTheChecksumZero() {
    assertEquals(0, new Crc32c().value());
    assertEquals(0, Crc32c.of(MemorySegment.NULL));
  }

  @Test
  void piecesGiveTheChecksumOfTheWhole() {
    Crc32c crc = new Crc32c();
    crc.update(digits(), 0, 4);
    crc.update(MemorySegment.ofArray(digits()).asSlice(4));
    assertEquals(0xe3069283, crc.value());
    crc.reset().update(digits(), 0, 9);
    assertEquals(0xe3069283, crc.value());
  }

  @Test
  void nativeMemoryHasTheSameChecksum() {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment segment = arena.allocate(9);
      segment.copyFrom(MemorySegment.ofArray(digits()));
      assertEquals(0xe3069283, Crc32c.of(segment));
      segment.set(ValueLayout.JAVA_BYTE, 3, (byte) 0);
      assertNotEquals(0xe3069283, Crc32c.of(segment));
    }
  }

  private static byte[] digits() {
    return "123456789".getBytes(StandardCharsets.US_ASCII);
  }
}
