package dev.varve.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class StorageErrorsTest {
  private static final Path FILE = Path.of("000012.sst");

  @Test
  void corruptionNamesFilePlaceExpectedAndFound() {
    CorruptionException error = CorruptionException.checksum("data block", FILE, 40_960, 0xabc, -1);
    assertEquals(
        "corrupt data block checksum: 000012.sst @40960 expected=0x00000abc found=0xffffffff",
        error.getMessage());
    assertEquals("000012.sst", error.file());
    assertEquals(40_960, error.offset());
    assertEquals("0x00000abc", error.expected());
    assertEquals("0xffffffff", error.found());
  }

  @Test
  void bytesThatATerminalObeysArePrintedAsNumbers() {
    CorruptionException error = new CorruptionException("CURRENT", FILE, 0, "a name", "\033[2Jä\0");
    assertEquals(
        "corrupt CURRENT: 000012.sst @0 expected=a name found=\\x1b[2Jä\\x00", error.getMessage());
    assertEquals("\033[2Jä\0", error.found());
  }

  @Test
  void anUnreadableMappingKeepsItsCause() {
    InternalError fault = new InternalError("a fault occurred");
    CorruptionException error = CorruptionException.unreadable(FILE, 4_096, fault);
    assertSame(fault, error.getCause());
    assertEquals(
        "corrupt mapping: 000012.sst @4096 expected=readable bytes found=a fault occurred",
        error.getMessage());
  }

  @Test
  void anUnsupportedFormatNamesBothVersions() {
    UnsupportedFormatException error = new UnsupportedFormatException(FILE, 9, 2);
    assertEquals(9, error.foundVersion());
    assertEquals(2, error.supportedVersion());
    assertEquals(
        "unsupported format: 000012.sst has version 9, this release reads up to 2",
        error.getMessage());
  }
}
