package dev.varve.dynamodb.kinesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.FileSystem;
import dev.varve.io.MemoryLedger;
import dev.varve.io.StorageFile;
import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Files of streams, where operations fail and the power is lost. */
class FolderSinkTest {
  private static final Path ROOT = Path.of("/streams");

  /** Longer than a sector, so that a power loss may take a part. */
  private static final String FILLING = "x".repeat(1500);

  private static byte[] line(int number) {
    return (number + FILLING + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  private static List<String> lines(FileSystem files) throws IOException {
    Path path = ROOT.resolve("s.jsonl");
    if (!files.exists(path)) {
      return List.of();
    }
    try (StorageFile file = files.openReadOnly(path)) {
      byte[] bytes = new byte[(int) file.length()];
      file.read(0, MemorySegment.ofArray(bytes));
      return new String(bytes, StandardCharsets.US_ASCII).lines().toList();
    }
  }

  @Test
  void whatWasAppendedSurvivesAndLinesStayWhole() throws IOException {
    int broken = 0;
    boolean isDone = false;
    while (!isDone) {
      for (int seed = 0; seed < 10; seed++) {
        isDone = isDoneWithin(broken, seed);
      }
      broken++;
    }
    assertTrue(broken > 10, "an append touches files");
  }

  /** Whether three appends are done with so many operations. */
  private static boolean isDoneWithin(int operations, int seed) throws IOException {
    MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
    AtomicInteger count = new AtomicInteger();
    files.onOperation(operation -> {
      if (count.getAndIncrement() >= operations) {
        throw new IOException("broken off before " + operation);
      }
    });
    List<String> expected = new ArrayList<>();
    int number = 0;
    boolean isDone = true;
    try (FolderSink sink = new FolderSink(files, ROOT)) {
      for (; number < 3; number++) {
        sink.append("s", line(number));
        expected.add(number + FILLING);
      }
    } catch (IOException brokenOff) {
      isDone = false;
    }
    files.onOperation(operation -> {});
    FileSystem left = files.crash(seed);
    try (FolderSink sink = new FolderSink(left, ROOT)) {
      sink.append("s", line(number)); // again, where it was broken off
    }
    expected.add(number + FILLING);
    List<String> lines = lines(left);
    // The append that was broken off may have happened.
    assertEquals(expected, lines.stream().distinct().toList());
    assertTrue(lines.size() <= expected.size() + 1, "no line more often than it was appended");
    return isDone;
  }
}
