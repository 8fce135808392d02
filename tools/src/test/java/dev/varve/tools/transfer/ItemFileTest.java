package dev.varve.tools.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
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
    new ItemFile(file).read(new Collector(), bytes::addAndGet);
    assertEquals(Files.size(file), bytes.get());
  }

  private static List<String> read(Path file) throws IOException {
    Collector collector = new Collector();
    new ItemFile(file).read(collector, bytes -> {});
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

  private static final class Collector implements ItemFile.Visitor {
    private final List<String> seen = new ArrayList<>();

    @Override
    public void item(long lineNumber, Item item) {
      seen.add(lineNumber + " " + ((AttributeValue.S) item.get("id")).value());
    }

    @Override
    public void broken(BrokenLine line) {
      seen.add(line.lineNumber() + " broken");
    }
  }
}
