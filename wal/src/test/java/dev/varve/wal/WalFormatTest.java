package dev.varve.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.varve.io.MemoryLedger;
import dev.varve.io.StorageFile;
import dev.varve.testing.DirectScheduler;
import dev.varve.testing.FormatPage;
import dev.varve.testing.ManualClock;
import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The worked example of docs/formats/wal.md is what the code writes and reads. */
class WalFormatTest {
  private static final Path FILE = Path.of("/log/000001.wal");

  private final MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());

  @Test
  void theExampleIsWhatTheCodeWrites() throws IOException {
    try (Wal wal = open(new ArrayList<>())) {
      byte[] first = "hello".getBytes(StandardCharsets.UTF_8);
      wal.sync(wal.append(1, first, 0, first.length));
      wal.witness(new Witness(7, 640));
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
        (sequence, bytes, offset, length, _, _) ->
            records.add(
                sequence + ":" + new String(bytes, offset, length, StandardCharsets.UTF_8)));
  }

  /** The page's bytes; what it does not show is zero. */
  private static byte[] example() throws IOException {
    return Arrays.copyOf(FormatPage.example("wal.md"), 1024);
  }
}
