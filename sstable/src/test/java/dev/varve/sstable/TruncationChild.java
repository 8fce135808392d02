package dev.varve.sstable;

import dev.varve.io.CorruptionException;
import dev.varve.io.StorageFile;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Reads a table until its reads are compiled, cuts the file under them, and goes on reading: each
 * answer must be right or a {@link CorruptionException}.
 */
final class TruncationChild {
  static final String SURVIVED = "survived";

  private static final int ROUNDS = 3;
  private static final int REPORTS = 1_000;

  /** What a table is asked; returns normally only if the answer was right. */
  private interface Question {
    void ask(Entry entry) throws IOException;
  }

  private TruncationChild() {}

  public static void main(String[] arguments) throws Exception {
    List<Entry> entries = TruncatedTableTest.entries();
    try (Tables tables = new Tables()) {
      for (Compression compression : Compression.values()) {
        for (int round = 0; round < ROUNDS; round++) {
          SSTableOptions options =
              SSTableOptions.DEFAULTS.withCompression(compression).withKeyLocator(round == 1);
          try (SSTableReader table = tables.write(entries, options);
              Lookup lookup = new Lookup(tables.env.memory());
              SSTableCursor cursor = new SSTableCursor(tables.env.memory()).attach(table)) {
            switch (round) {
              case 0 -> run(tables, table, entries, entry -> read(table, cursor, entry, lookup));
              case 1 -> run(tables, table, entries, entry -> miss(table, entry, lookup));
              default -> {
                Entry known = entries.get(entries.size() / 2);
                table.get(known.key(), known.sequence(), lookup);
                run(tables, table, entries, _ -> copy(known, lookup));
              }
            }
          }
        }
      }
    }
    System.out.println(SURVIVED);
  }

  private static void run(
      Tables tables, SSTableReader table, List<Entry> entries, Question question) throws Exception {
    Random random = new Random(1);
    Thread cutter =
        Thread.ofPlatform()
            .start(() -> {
              try (StorageFile file = tables.env.files().open(table.path())) {
                Thread.sleep(500);
                file.truncate(0);
              } catch (IOException | InterruptedException failure) {
                throw new IllegalStateException(failure);
              }
            });
    int askedSinceCut = 0;
    for (int reports = 0; reports < REPORTS && askedSinceCut < 10 * REPORTS; ) {
      try {
        question.ask(entries.get(random.nextInt(entries.size())));
      } catch (CorruptionException _) {
        reports++;
      }
      if (!cutter.isAlive()) {
        askedSinceCut++;
      }
    }
    cutter.join();
  }

  private static void read(SSTableReader table, SSTableCursor cursor, Entry entry, Lookup lookup)
      throws IOException {
    boolean found = table.get(entry.key(), entry.sequence(), lookup);
    require(found && lookup.sequence() == entry.sequence(), "read", entry);
    require(Arrays.equals(lookup.copyValue(), entry.value()), "read the value of", entry);
    if (entry.sequence() % 4 == 0) {
      found = cursor.seek(entry.key(), entry.sequence());
      require(found && entry.equals(Entry.of(cursor)), "sought", entry);
    }
  }

  private static void miss(SSTableReader table, Entry entry, Lookup lookup) throws IOException {
    byte[] absent = Arrays.copyOf(entry.key(), entry.key().length + 1);
    require(!table.get(absent, InternalKey.MAX_SEQUENCE, lookup), "missed", entry);
  }

  private static void copy(Entry entry, Lookup lookup) throws IOException {
    require(Arrays.equals(lookup.copyValue(), entry.value()), "copied the value of", entry);
  }

  private static void require(boolean right, String what, Entry entry) {
    if (!right) {
      throw new AssertionError("wrongly " + what + " " + entry);
    }
  }
}
