package dev.varve.tools.transfer;

import dev.varve.dynamodb.PutItem;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Imports files of DynamoDB JSON export lines into a table: first {@link #check} reads them all and
 * writes nothing, then {@link #load} puts their items. Who skips the check, or goes on after it,
 * gets the good lines and a count of the others.
 *
 * <p>Not thread-safe.
 */
public final class Importer {
  /** Broken lines beyond these are counted and not kept: a file of another kind has many. */
  private static final int MAX_KEPT = 20;

  private final List<ItemFile> files;
  private final KeyRules rules;
  private final List<BrokenLine> broken = new ArrayList<>();
  private long brokenCount;
  private long itemCount;

  /** Makes an importer of those files for a table with those keys. */
  public Importer(List<Path> files, KeyRules rules) {
    this.files = files.stream().map(ItemFile::new).toList();
    this.rules = rules;
  }

  /**
   * Reads all files without writing.
   *
   * @param progress told how many more bytes have been read
   * @return whether every line can be imported
   */
  public boolean check(LongConsumer progress) throws IOException {
    start();
    for (ItemFile file : files) {
      file.read(
          new CheckingVisitor(file.path()) {
            @Override
            void accepted(long lineNumber, Item item) {
              itemCount++;
            }
          },
          progress);
    }
    return brokenCount == 0;
  }

  /**
   * Puts the items of all lines that can be imported, and makes them durable.
   *
   * @param progress told how many more bytes have been read
   */
  public void load(Varve varve, String table, LongConsumer progress) throws IOException {
    start();
    for (ItemFile file : files) {
      file.read(
          new CheckingVisitor(file.path()) {
            @Override
            void accepted(long lineNumber, Item item) throws IOException {
              try {
                varve.putItem(PutItem.of(table, item));
                itemCount++;
              } catch (ValidationException refused) {
                broken(new BrokenLine(file.path(), lineNumber, refused.getMessage()));
              }
            }
          },
          progress);
    }
    varve.sync();
  }

  /** The first broken lines that the last pass met. */
  public List<BrokenLine> brokenLines() {
    return List.copyOf(broken);
  }

  /** How many broken lines the last pass met. */
  public long brokenCount() {
    return brokenCount;
  }

  /** How many items the last pass found good, and put, if it was to put them. */
  public long itemCount() {
    return itemCount;
  }

  private void start() {
    broken.clear();
    brokenCount = 0;
    itemCount = 0;
  }

  /** Sorts out what does not fit the table. */
  private abstract class CheckingVisitor implements ItemFile.Visitor {
    private final Path file;

    CheckingVisitor(Path file) {
      this.file = file;
    }

    abstract void accepted(long lineNumber, Item item) throws IOException;

    @Override
    public void item(long lineNumber, Item item) throws IOException {
      Optional<String> objection = rules.objection(item);
      if (objection.isPresent()) {
        broken(new BrokenLine(file, lineNumber, objection.get()));
      } else {
        accepted(lineNumber, item);
      }
    }

    @Override
    public void broken(BrokenLine line) {
      brokenCount++;
      if (broken.size() < MAX_KEPT) {
        broken.add(line);
      }
    }
  }
}
