package dev.varve.tools.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.formats.zstd.ZstdOutput;
import dev.varve.tools.format.ItemSink;
import dev.varve.tools.format.Position;
import dev.varve.tools.format.Wanted;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ItemFileTest {
  @TempDir private Path folder;

  @Test
  void plainAndCompressedAreToldApartByContent() throws IOException {
    byte[] text = (line("a") + "\n\n" + line("b")).getBytes(StandardCharsets.UTF_8);
    assertEquals(List.of("1 a", "3 b"), read(Files.write(folder.resolve("plain.gz"), text)));
    assertEquals(
        List.of("1 a", "3 b"), read(Files.write(folder.resolve("compressed.txt"), gzip(text))));
  }

  @Test
  void brokenLinesDoNotEndTheReading() throws IOException {
    Path file = folder.resolve("f");
    byte[] notUtf8 = {'"', (byte) 0xff, '"'};
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes((line("a") + "\n{\n").getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes("{\"Item\":{\"id\":{\"S\":".getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(notUtf8);
    bytes.writeBytes(("}}}\n" + line("b") + "\n").getBytes(StandardCharsets.UTF_8));
    Files.write(file, bytes.toByteArray());
    assertEquals(List.of("1 a", "2 broken", "3 broken", "4 b"), read(file));
  }

  @Test
  void anEmptyFileHasNoItems() throws IOException {
    assertEquals(List.of(), read(Files.write(folder.resolve("empty"), new byte[0])));
  }

  @Test
  void aCutFileIsAnErrorThatNamesTheFile() throws IOException {
    byte[] whole = gzip((line("a") + "\n").repeat(5_000).getBytes(StandardCharsets.UTF_8));
    for (int bytes : new int[] {5, whole.length / 2, whole.length - 4}) {
      Path file = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(whole, bytes));
      IOException failed = assertThrows(IOException.class, () -> read(file));
      assertTrue(failed.getMessage().startsWith(file + ": "), failed.getMessage());
    }
  }

  @Test
  void progressAddsUpToTheSizeOfTheFile() throws IOException {
    Path file =
        Files.write(
            folder.resolve("f.gz"),
            gzip((line("a") + "\n").repeat(50_000).getBytes(StandardCharsets.UTF_8)));
    AtomicLong bytes = new AtomicLong();
    read(file, bytes::addAndGet);
    assertEquals(Files.size(file), bytes.get());
  }

  @Test
  void membersOfOneFileFollowEachOtherToTheLastByte() throws IOException {
    byte[] first = gzip((line("a") + "\n").getBytes(StandardCharsets.UTF_8));
    byte[] second = gzip((line("b") + "\n").getBytes(StandardCharsets.UTF_8));
    byte[] both = concat(first, second);
    assertEquals(List.of("1 a", "2 b"), read(Files.write(folder.resolve("both.gz"), both)));
    for (int length = first.length + 1; length < both.length; length++) {
      Path cut = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(both, length));
      IOException failed = assertThrows(IOException.class, () -> read(cut), "at " + length);
      assertTrue(failed.getMessage().startsWith(cut + ": the compressed data "));
    }
  }

  @Test
  void zstdIsToldByContentAndReadToTheLastByte() throws IOException {
    byte[] both =
        concat(
            zstd((line("a") + "\n").repeat(5_000).getBytes(StandardCharsets.UTF_8)),
            zstd((line("b") + "\n").getBytes(StandardCharsets.UTF_8)));
    Path file = Files.write(folder.resolve("both.json"), both);
    AtomicLong bytes = new AtomicLong();
    List<String> seen = read(file, bytes::addAndGet);
    assertEquals(5_001, seen.size());
    assertEquals("5001 b", seen.getLast());
    assertEquals(both.length, bytes.get());
    for (int length : new int[] {5, both.length / 2, both.length - 1}) {
      Path cut = Files.write(folder.resolve("cut.zst"), Arrays.copyOf(both, length));
      IOException failed = assertThrows(IOException.class, () -> read(cut), "at " + length);
      assertTrue(
          failed.getMessage().startsWith(cut + ": cannot be read: the compressed data "),
          failed.getMessage());
    }
  }

  private static byte[] zstd(byte[] bytes) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream out = ZstdOutput.open(compressed)) {
      out.write(bytes);
    }
    return compressed.toByteArray();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  @Test
  void aFaultOfTheFileNamesIt() {
    Source failing =
        new Source() {
          @Override
          public String name() {
            return "disk.jsonl";
          }

          @Override
          public long sizeBytes() {
            return 1;
          }

          @Override
          public InputStream open() {
            return new FilterInputStream(InputStream.nullInputStream()) {
              @Override
              public int read(byte[] target, int offset, int length) throws IOException {
                throw new IOException("Input/output error");
              }
            };
          }

          @Override
          public void close() {}
        };
    IOException failed =
        assertThrows(
            IOException.class,
            () -> new ItemFile(failing, Optional.empty()).layout(Optional.empty()));
    assertEquals("disk.jsonl: cannot be read: Input/output error", failed.getMessage());
  }

  private static List<String> read(Path path) throws IOException {
    return read(path, bytes -> {});
  }

  private static List<String> read(Path path, LongConsumer progress) throws IOException {
    Collector collector = new Collector();
    ItemFile file = new ItemFile(new Source.File(path), Optional.empty());
    file.read(file.layout(Optional.of("id")), new Wanted("Tab", Map.of()), collector, progress);
    return collector.seen;
  }

  private static String line(String id) {
    return "{\"Item\":{\"id\":{\"S\":\"" + id + "\"}}}";
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(compressed)) {
      out.write(bytes);
    }
    return compressed.toByteArray();
  }

  private static final class Collector implements ItemSink {
    private final List<String> seen = new ArrayList<>();

    @Override
    public void put(Position at, Item item) {
      seen.add(at.line() + " " + ((AttributeValue.S) item.get("id")).value());
    }

    @Override
    public void delete(Position at, Item key) {
      throw new AssertionError("lines delete nothing");
    }

    @Override
    public void broken(Position at, String reason) {
      seen.add(at.line() + " broken");
    }
  }
}
