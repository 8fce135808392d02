package dev.varve.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.MemoryLedger;
import dev.varve.io.StorageFile;
import dev.varve.testing.DirectScheduler;
import dev.varve.testing.ManualClock;
import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The worked example of docs/formats/wal.md is what the code writes and reads. */
class WalFormatTest {
  private static final Path PAGE = Path.of("..", "docs", "formats", "wal.md");
  private static final Path FILE = Path.of("/log/000001.wal");

  private final MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());

  @Test
  void theExampleIsWhatTheCodeWrites() throws IOException {
    try (Wal wal = open(new ArrayList<>())) {
      byte[] first = "hello".getBytes(StandardCharsets.UTF_8);
      wal.sync(wal.append(1, first, 0, first.length));
      byte[] second = "write-ahead log".getBytes(StandardCharsets.UTF_8);
      wal.append(2, second, 0, second.length);
    }
    assertEquals(
        HexFormat.ofDelimiter(" ").formatHex(example()),
        HexFormat.ofDelimiter(" ").formatHex(TestLog.bytes(files, FILE)));
  }

  @Test
  void theExampleIsReadBack() throws IOException {
    files.createDirectories(FILE.getParent());
    try (StorageFile file = files.create(FILE)) {
      file.write(0, MemorySegment.ofArray(example()));
    }
    List<String> records = new ArrayList<>();
    open(records).close();
    assertEquals(List.of("1:hello", "2:write-ahead log"), records);
  }

  private Wal open(List<String> records) throws IOException {
    return Wal.open(
        files.env(new ManualClock(), new DirectScheduler()),
        FILE.getParent(),
        TestLog.SMALL,
        (sequence, bytes, offset, length, _) ->
            records.add(
                sequence + ":" + new String(bytes, offset, length, StandardCharsets.UTF_8)));
  }

  /** Lines of {@code offset: 16 bytes | text}; bytes that no line names are zero. */
  private static byte[] example() throws IOException {
    byte[] image = new byte[1024];
    int lines = 0;
    for (String line : Files.readAllLines(PAGE)) {
      if (line.matches("[0-9a-f]{4}: .*")) {
        int at = Integer.parseInt(line.substring(0, 4), 16);
        String hex = line.substring(5, line.indexOf('|')).strip().replace(" ", "");
        byte[] bytes = HexFormat.of().parseHex(hex);
        System.arraycopy(bytes, 0, image, at, bytes.length);
        lines++;
      }
    }
    assertTrue(lines > 10, "the page has no example");
    return image;
  }
}
