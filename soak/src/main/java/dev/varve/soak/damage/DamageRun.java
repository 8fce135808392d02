package dev.varve.soak.damage;

import dev.varve.engine.Cursor;
import dev.varve.engine.CursorOptions;
import dev.varve.engine.EngineOptions;
import dev.varve.engine.StorageEngine;
import dev.varve.soak.model.Content;
import dev.varve.soak.model.WrongAnswerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Damages copy after copy, opens each and reads it whole. For one thread. */
public final class DamageRun {
  private static final int COPIES_OF_ONE = 50;
  private static final List<String> KINDS = List.of("CURRENT", "MANIFEST-", ".wal", ".sst");

  private static final List<Damage> DAMAGES = List.of(Damage.values());

  /**
   * How a damaged copy was answered.
   *
   * @param damage to which file of what directory
   * @param answer the error, or {@code null} if all was read and right
   * @param wrong why the answer is none that is allowed, or {@code null}
   */
  public record Verdict(String damage, Throwable answer, String wrong) {
    /** Whether the copy, or a read of it, was refused as it should be. */
    public boolean isRefused() {
      return answer != null && wrong == null;
    }

    /** Whether the answer is none that is allowed. */
    public boolean isWrong() {
      return wrong != null;
    }

    @Override
    public String toString() {
      return damage + ": " + (wrong == null ? answer : wrong + "; answer: " + answer);
    }
  }

  private final Path root;
  private final SplittableRandom random;
  private SmallDirectory directory;
  private int copies;

  /**
   * Prepares a run.
   *
   * @param root is made anew, and holds everything
   */
  public DamageRun(Path root, long seed) {
    this.root = root;
    random = new SplittableRandom(seed);
  }

  /** The directory whose copy was damaged last. */
  public Path kept() {
    return root;
  }

  /** Damages the next copy. */
  public Verdict next() throws IOException {
    while (true) {
      if (copies++ % COPIES_OF_ONE == 0) {
        directory = new SmallDirectory(root.resolve("small"), random.nextLong());
      }
      Path copy = root.resolve("copy");
      Trees.delete(copy);
      Trees.copy(directory.copied(), copy);
      List<Path> files = filesOf(copy, KINDS.get(random.nextInt(KINDS.size())));
      Path file = files.get(random.nextInt(files.size()));
      Path other = files.get(random.nextInt(files.size()));
      Damage damage = DAMAGES.get(random.nextInt(DAMAGES.size()));
      Path older = directory.older().resolve(copy.relativize(file).toString());
      if (damage.inflict(file, older, other, random)) {
        String told =
            "%s %s of a directory that was %s"
                .formatted(
                    damage, copy.relativize(file), directory.isClosed() ? "closed" : "killed");
        return judge(told, copy, file, damage);
      }
    }
  }

  private static List<Path> filesOf(Path root, String kind) throws IOException {
    try (Stream<Path> tree = Files.walk(root)) {
      return tree.filter(Files::isRegularFile)
          .filter(file -> file.getFileName().toString().contains(kind))
          .sorted()
          .toList();
    }
  }

  private Verdict judge(String told, Path copy, Path file, Damage damage) throws IOException {
    Map<String, byte[]> before = Trees.contents(copy);
    Throwable answer = null;
    boolean opened = false;
    String wrong = null;
    try (StorageEngine engine =
        StorageEngine.open(copy, EngineOptions.defaults().withLevel0(1_000, 1_001, 1_002))) {
      opened = true;
      readAll(engine, expected(engine, file));
    } catch (IOException refusal) {
      answer = refusal;
      wrong = names(refusal, copy, file, damage) ? null : "the error does not name the file";
    } catch (WrongAnswerException silent) {
      answer = silent;
      wrong = "wrong data without an error";
    } catch (Throwable untyped) {
      answer = untyped;
      wrong = "no IOException";
    }
    if (wrong == null && answer != null) {
      wrong = opened ? requireKept(before, copy, file) : requireUnchanged(before, copy);
    }
    return new Verdict(told, answer, wrong);
  }

  /** The content, or that of a moment before if the log may have lost its end. */
  private Map<Integer, SequencedMap<Long, Long>> expected(StorageEngine engine, Path damaged)
      throws IOException {
    if (damaged.toString().endsWith(".wal")) {
      Map<Integer, SequencedMap<Long, Long>> found = versions(engine);
      if (directory.mayHoldWithoutEnd(found)) {
        return found;
      }
    }
    return directory.expected();
  }

  /** By partition, the version that each key says that it has. */
  private static Map<Integer, SequencedMap<Long, Long>> versions(StorageEngine engine)
      throws IOException {
    Map<Integer, SequencedMap<Long, Long>> found = new TreeMap<>();
    for (int partition : engine.partitions()) {
      SequencedMap<Long, Long> keys = new TreeMap<>();
      found.put(partition, keys);
      try (Cursor cursor = engine.cursor(partition, CursorOptions.all())) {
        for (boolean valid = cursor.first(); valid; valid = cursor.next()) {
          long number = Content.number(partition, cursor.key());
          keys.put(number, Content.version(partition, number, cursor.value()));
        }
      }
    }
    return found;
  }

  private static void readAll(StorageEngine engine, Map<Integer, SequencedMap<Long, Long>> expected)
      throws IOException {
    if (!List.copyOf(expected.keySet()).equals(engine.partitions())) {
      throw new WrongAnswerException(
          "partitions " + engine.partitions() + ", not " + expected.keySet());
    }
    for (Map.Entry<Integer, SequencedMap<Long, Long>> partition : expected.entrySet()) {
      int id = partition.getKey();
      for (Map.Entry<Long, Long> entry : partition.getValue().entrySet()) {
        byte[] value = engine.get(id, Content.key(id, entry.getKey()));
        require(id, entry, entry.getKey(), value);
      }
      try (Cursor cursor = engine.cursor(id, CursorOptions.all())) {
        boolean valid = cursor.first();
        for (Map.Entry<Long, Long> entry : partition.getValue().entrySet()) {
          require(
              id,
              entry,
              valid ? Content.number(id, cursor.key()) : -1,
              valid ? cursor.value() : null);
          valid = cursor.next();
        }
        boolean backwards = cursor.last();
        for (Map.Entry<Long, Long> entry : partition.getValue().reversed().sequencedEntrySet()) {
          require(
              id,
              entry,
              backwards ? Content.number(id, cursor.key()) : -1,
              backwards ? cursor.value() : null);
          backwards = cursor.previous();
        }
        if (valid || backwards) {
          throw new WrongAnswerException("partition " + id + " has keys that were never put");
        }
      }
    }
  }

  private static void require(
      int partition, Map.Entry<Long, Long> expected, long key, byte[] value) {
    if (key != expected.getKey()
        || value == null
        || Content.version(partition, key, value) != expected.getValue()) {
      throw new WrongAnswerException(
          "partition %d: expected key %d of version %d, found key %d%s"
              .formatted(
                  partition,
                  expected.getKey(),
                  expected.getValue(),
                  key,
                  value == null ? " without a value" : ""));
    }
  }

  /**
   * A file that is as long as it was must be named itself; else what speaks of it will do. So it
   * will for a file of the log, since its name does not say which segment it held.
   */
  private static boolean names(IOException refusal, Path copy, Path file, Damage damage) {
    String message = String.valueOf(refusal.getMessage());
    boolean itself = damage.isInPlace() && !file.toString().endsWith(".wal");
    return itself
        ? message.contains(file.getFileName().toString())
        : message.contains(copy.toString());
  }

  /** Returns an objection if opening that failed has changed anything. */
  private static String requireUnchanged(Map<String, byte[]> before, Path copy) throws IOException {
    Map<String, byte[]> after = Trees.contents(copy);
    before.remove("LOCK");
    after.remove("LOCK");
    if (!before.keySet().equals(after.keySet())) {
      return "opening failed, and the files are now " + after.keySet();
    }
    for (Map.Entry<String, byte[]> file : before.entrySet()) {
      if (!Arrays.equals(file.getValue(), after.get(file.getKey()))) {
        return "opening failed and has changed " + file.getKey();
      }
    }
    return null;
  }

  /** Returns an objection if a table was deleted that could not be read. */
  private static String requireKept(Map<String, byte[]> before, Path copy, Path file)
      throws IOException {
    byte[] content = before.get(copy.relativize(file).toString());
    if (content != null && file.toString().endsWith(".sst") && !Files.exists(file)) {
      return "a damaged table was deleted";
    }
    return null;
  }
}
