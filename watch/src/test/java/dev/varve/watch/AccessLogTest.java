package dev.varve.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.varve.protocol.CompletedCall;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long FULL_BYTES = 10_000;

  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
  private final ByteArrayOutputStream failures = new ByteArrayOutputStream();

  @TempDir private Path folder;

  @Test
  void aCallIsALineOfJson() throws IOException {
    Instant before = Instant.now().minusMillis(1);
    try (AccessLog log = AccessLog.to(lines, failures)) {
      log.answered(WatchFixture.get("Music"));
    }
    JsonNode line = onlyLine();
    assertFalse(Instant.parse(line.get("time").asText()).isBefore(before), line.toString());
    assertEquals("ID", line.get("request_id").asText());
    assertEquals("GetItem", line.get("operation").asText());
    assertEquals("Music", line.get("table").asText());
    assertEquals(200, line.get("status").asInt());
    assertEquals(3.0, line.get("milliseconds").asDouble());
    assertEquals(100, line.get("bytes_in").asInt());
    assertEquals(200, line.get("bytes_out").asInt());
    assertEquals("AKIAEXAMPLE", line.get("key_id").asText());
    assertFalse(line.has("error"));
    assertFalse(lines.toString(StandardCharsets.UTF_8).contains(WatchFixture.SECRET));
    assertEquals("", failures.toString(StandardCharsets.UTF_8));
  }

  @Test
  void anErrorIsNamed() throws IOException {
    try (AccessLog log = AccessLog.to(lines, failures)) {
      log.answered(WatchFixture.refused("Music", "ValidationException"));
    }
    assertEquals("ValidationException", onlyLine().get("error").asText());
    assertEquals("", failures.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aCallThatWasNotUnderstoodIsALine() throws IOException {
    try (AccessLog log = AccessLog.to(lines, failures)) {
      log.answered(
          new CompletedCall(
              null, null, null, 400, "SerializationException", null, null, 1, 7, 3, "X"));
    }
    JsonNode line = onlyLine();
    assertFalse(line.has("operation"));
    assertFalse(line.has("key_id"));
  }

  @Test
  void namesCannotForgeALine() throws IOException {
    String forged = "a\"}\n{\"status\":200";
    try (AccessLog log = AccessLog.to(lines, failures)) {
      log.answered(WatchFixture.refused(forged, "ValidationException"));
    }
    assertEquals(forged, onlyLine().get("table").asText());
  }

  @Test
  void failuresAreToldWithTheirStackTraceAlsoWithoutAccessLog() throws IOException {
    try (AccessLog log = AccessLog.failuresOnly(failures)) {
      log.answered(WatchFixture.get("Music"));
      log.answered(WatchFixture.failed(new IOException("disk on fire")));
    }
    String told = failures.toString(StandardCharsets.UTF_8);
    assertTrue(told.contains("FAILED-ID"), told);
    assertTrue(told.contains("GetItem on Music"), told);
    assertTrue(told.contains("java.io.IOException: disk on fire"), told);
    assertTrue(told.contains("at dev.varve.watch.AccessLogTest"), told);
    assertFalse(told.contains(WatchFixture.SECRET), told);
    assertEquals(1, told.lines().filter(line -> line.contains(" failed: ")).count(), told);
  }

  @Test
  void aSlowTargetHoldsNobodyUpAndDroppedLinesAreCounted() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    OutputStream slow =
        new FilterOutputStream(lines) {
          @Override
          public void write(byte[] bytes, int from, int count) {
            await(go);
            lines.write(bytes, from, count);
          }
        };
    int calls = 3 * AccessLog.QUEUE;
    AccessLog log = AccessLog.to(slow, failures);
    try {
      for (int i = 0; i < calls; i++) {
        log.answered(WatchFixture.get("Music"));
      }
      assertTrue(log.dropped() > 0);
    } finally {
      go.countDown();
      log.close();
    }
    assertEquals(calls - log.dropped(), lines.toString(StandardCharsets.UTF_8).lines().count());
  }

  private static void await(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      LockSupport.parkNanos(1_000_000); // also where it is interrupted, as at the end
    }
  }

  @Test
  void aFullFileIsReplacedAndNoLineLost() throws IOException {
    Path file = folder.resolve("logs").resolve("access.log");
    int calls = 500;
    write(file, calls, 20);
    List<String> all = new ArrayList<>();
    List<Path> files = files(file);
    for (Path each : files) {
      all.addAll(Files.readAllLines(each));
    }
    assertEquals(calls, all.size());
    assertTrue(files.size() > 1, "the file was never replaced");
    for (String line : all) {
      assertEquals("GetItem", JSON.readTree(line).get("operation").asText());
    }
  }

  @Test
  void theOldestFileGoesWhenThereAreTooMany() throws IOException {
    Path file = folder.resolve("access.log");
    write(file, 500, 2);
    assertEquals(
        List.of("access.log", "access.log.1", "access.log.2"),
        files(file).stream().map(each -> each.getFileName().toString()).toList());
    assertTrue(Files.size(file.resolveSibling("access.log.2")) >= FULL_BYTES);
  }

  private void write(Path file, int calls, int kept) throws IOException {
    try (AccessLog log = AccessLog.toFile(file, FULL_BYTES, kept, failures)) {
      for (int i = 0; i < calls; i++) {
        log.answered(WatchFixture.get("Music"));
      }
    }
  }

  private static List<Path> files(Path file) throws IOException {
    try (Stream<Path> names = Files.list(file.getParent())) {
      return names.sorted().toList();
    }
  }

  @Test
  void aNameThatTheLibraryWouldReadAsAPatternIsRefused() {
    Path file = folder.resolve("100%d.log");
    assertThrows(IOException.class, () -> AccessLog.toFile(file, FULL_BYTES, 1, failures));
    assertFalse(Files.exists(file));
  }

  @Test
  void aFileThatCannotBeOpenedIsRefusedAtOnce() throws IOException {
    Path taken = Files.createDirectory(folder.resolve("taken"));
    assertThrows(IOException.class, () -> AccessLog.toFile(taken, FULL_BYTES, 1, failures));
  }

  private JsonNode onlyLine() throws IOException {
    List<String> all = lines.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals(1, all.size(), all.toString());
    return JSON.readTree(all.getFirst());
  }
}
