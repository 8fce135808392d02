package dev.varve.sstable;

import dev.varve.io.Access;
import dev.varve.io.Env;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;

/** A directory of tables on the real file system; closing it checks that nothing leaked. */
final class Tables implements AutoCloseable {
  final Env env = Env.system(1);

  /** Room for some sixty blocks. */
  final BlockCache cache = new BlockCache(env.memory(), 4 << 20, 65_536);

  final Path directory;
  private int count;
  private int readings;

  Tables() throws IOException {
    directory = Files.createTempDirectory("varve-sstable");
  }

  /**
   * Copies indexes and filters the first time it is asked, reads them in place the next, and so on.
   */
  TableReading reading() {
    readings++;
    long copies = readings % 2 == 1 ? Long.MAX_VALUE : 0;
    return new TableReading(cache, new IndexBudget(copies), Access.POINT);
  }

  Path nextPath() {
    return directory.resolve("%06d.sst".formatted(++count));
  }

  SSTableReader write(Iterable<Entry> entries, SSTableOptions options) throws IOException {
    return write(nextPath(), entries, options);
  }

  SSTableReader write(Path path, Iterable<Entry> entries, SSTableOptions options)
      throws IOException {
    SSTableProperties properties;
    try (SSTableWriter writer = SSTableWriter.create(env, path, options)) {
      for (Entry entry : entries) {
        add(writer, entry);
      }
      properties = writer.finish();
    }
    SSTableReader reader = SSTableReader.open(env, path, properties.fileLength(), reading());
    Assertions.assertEquals(Files.size(path), properties.fileLength());
    return reader;
  }

  /** Adds an entry out of native memory, between bytes that are none of its own. */
  static void add(SSTableWriter writer, Entry entry) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment key = arena.allocate(entry.key().length + 6L).fill((byte) 0x5c);
      MemorySegment value = arena.allocate(entry.value().length + 6L).fill((byte) 0x5c);
      MemorySegment.copy(MemorySegment.ofArray(entry.key()), 0, key, 3, entry.key().length);
      MemorySegment.copy(MemorySegment.ofArray(entry.value()), 0, value, 3, entry.value().length);
      writer.add(
          key,
          3,
          entry.key().length,
          entry.sequence(),
          entry.kind(),
          value,
          3,
          entry.value().length);
    }
  }

  /** The entry that a read finds, or null. */
  static Entry get(SSTableReader table, byte[] key, long snapshot, Lookup lookup)
      throws IOException {
    if (!table.get(key, snapshot, lookup)) {
      return null;
    }
    return new Entry(
        Arrays.copyOf(key, key.length), lookup.sequence(), lookup.kind(), lookup.copyValue());
  }

  void assertNothingHeld() {
    Map<String, Long> held = new HashMap<>(env.memory().bytesByOwner());
    held.remove("block cache");
    Assertions.assertEquals(Map.of(), held);
  }

  @Override
  public void close() throws IOException {
    env.scheduler().close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    assertNothingHeld();
  }
}
