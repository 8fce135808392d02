package dev.varve.engine.version;

import dev.varve.io.CorruptionException;
import dev.varve.io.Crc32c;
import dev.varve.io.FileSystem;
import dev.varve.io.StorageFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * What the file {@code CURRENT} says; docs/formats/manifest.md is the page. It is replaced as a
 * whole, by a rename.
 *
 * @param manifest name of the live manifest
 * @param close {@code null} while the directory is open, and after that was not ended by a close
 */
record Current(String manifest, CleanClose close) {
  static final String NAME = "CURRENT";
  static final String TEMPORARY = "CURRENT.tmp";

  private static final String CLOSED = "closed";
  private static final int MOST_BYTES = 128;

  static Current read(FileSystem files, Path directory) throws IOException {
    Path path = directory.resolve(NAME);
    byte[] bytes;
    try (StorageFile file = files.openReadOnly(path)) {
      bytes = new byte[(int) Math.min(file.length(), MOST_BYTES)];
      file.read(0, MemorySegment.ofArray(bytes));
    }
    String line = new String(bytes, StandardCharsets.ISO_8859_1);
    Current current = parse(line);
    if (current == null
        || !line.equals(current.line())
        || Manifest.number(current.manifest) < 0
        || !files.exists(directory.resolve(current.manifest))) {
      throw new CorruptionException(
          "CURRENT", path, 0, "the name of a manifest and its CRC-32C", line.strip());
    }
    return current;
  }

  /** Makes this durably what the file says. */
  void write(FileSystem files, Path directory) throws IOException {
    Path temporary = directory.resolve(TEMPORARY);
    if (files.exists(temporary)) {
      files.delete(temporary);
    }
    try (StorageFile file = files.create(temporary)) {
      file.write(0, MemorySegment.ofArray(line().getBytes(StandardCharsets.US_ASCII)));
      file.sync();
    }
    files.rename(temporary, directory.resolve(NAME));
    files.syncDirectory(directory);
  }

  /**
   * The reading of a line, to be compared with how it would be written; {@code null} if it is no
   * such line.
   */
  private static Current parse(String line) {
    String[] words = line.strip().split(" ", -1);
    try {
      if (words.length == 2) {
        return new Current(words[0], null);
      }
      if (words.length == 6 && words[1].equals(CLOSED)) {
        return new Current(
            words[0],
            new CleanClose(
                Long.parseLong(words[2]),
                HexFormat.fromHexDigits(words[3]),
                Long.parseLong(words[4])));
      }
      return null;
    } catch (IllegalArgumentException _) {
      return null; // a word that is no number
    }
  }

  private String line() {
    String said =
        close == null
            ? manifest
            : String.join(
                " ",
                manifest,
                CLOSED,
                Long.toString(close.manifestBytes()),
                HexFormat.of().toHexDigits(close.manifestChecksum()),
                Long.toString(close.logEnd()));
    byte[] bytes = said.getBytes(StandardCharsets.ISO_8859_1);
    return said + " " + HexFormat.of().toHexDigits(Crc32c.of(bytes, 0, bytes.length)) + "\n";
  }
}
