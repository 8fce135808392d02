package dev.varve.io;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The bytes of a file are not what was written. Names the file, the place, what was expected there
 * and what was found.
 */
public final class CorruptionException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final long offset;
  private final String expected;
  private final String found;

  /**
   * Creates the report of one wrong place.
   *
   * @param what the part that is wrong, such as "data block checksum"
   * @param offset byte offset in the file
   */
  public CorruptionException(String what, Path file, long offset, String expected, String found) {
    super(
        "corrupt "
            + what
            + ": "
            + file
            + " @"
            + offset
            + " expected="
            + expected
            + " found="
            + printable(found));
    this.file = file.toString();
    this.offset = offset;
    this.expected = expected;
    this.found = found;
  }

  /** Bytes of a damaged file may be anything, and a message is printed on terminals. */
  private static String printable(String found) {
    StringBuilder printable = new StringBuilder();
    found
        .chars()
        .forEach(unit -> {
          if (Character.isISOControl(unit)) {
            printable.append("\\x%02x".formatted(unit));
          } else {
            printable.append((char) unit);
          }
        });
    return printable.toString();
  }

  /** A checksum that does not match. */
  public static CorruptionException checksum(
      String what, Path file, long offset, int expected, int found) {
    return new CorruptionException(
        what + " checksum", file, offset, "0x%08x".formatted(expected), "0x%08x".formatted(found));
  }

  /**
   * A page of a file that could not be read: the file was truncated or its device failed.
   *
   * @param fault what the read threw, or the virtual machine in place of a read of a mapping
   */
  public static CorruptionException unreadable(Path file, long offset, Throwable fault) {
    CorruptionException corruption =
        new CorruptionException(
            fault instanceof InternalError ? "mapping" : "file",
            file,
            offset,
            "readable bytes",
            String.valueOf(fault.getMessage()));
    corruption.initCause(fault);
    return corruption;
  }

  /** The file with the wrong bytes. */
  public String file() {
    return file;
  }

  /** Byte offset of the wrong place. */
  public long offset() {
    return offset;
  }

  /** What should have stood there. */
  public String expected() {
    return expected;
  }

  /** What stands there. */
  public String found() {
    return found;
  }
}
