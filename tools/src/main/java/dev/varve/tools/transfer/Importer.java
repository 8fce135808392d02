package dev.varve.tools.transfer;

import dev.varve.dynamodb.DeleteItem;
import dev.varve.dynamodb.ItemSchema;
import dev.varve.dynamodb.PutItem;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.Item;
import dev.varve.tools.format.ItemSink;
import dev.varve.tools.format.Layout;
import dev.varve.tools.format.Position;
import dev.varve.tools.format.TableKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Imports files into a table: first {@link #check} reads them all and writes nothing, then {@link
 * #load} puts their items, and deletes those that they say are deleted. Who skips the check, or
 * goes on after it, gets what is good and a count of the rest.
 *
 * <p>Not thread-safe.
 */
public final class Importer {
  /** Broken lines beyond these are counted and not kept: a file of another kind has many. */
  private static final int MAX_KEPT = 20;

  private final ImportFiles files;
  private final String table;
  private final TableKey key;
  private final List<BrokenLine> broken = new ArrayList<>();
  private long brokenCount;
  private long itemCount;
  private long deleteCount;

  /** Makes an importer of those files, which it does not close, for a table with that key. */
  public Importer(ImportFiles files, String table, TableKey key) {
    this.files = files;
    this.table = table;
    this.key = key;
  }

  /** One pass over a file. */
  private interface Action {
    void put(Item item) throws IOException;

    void delete(Item key) throws IOException;
  }

  /**
   * Reads all files without writing.
   *
   * @param progress told how many more bytes have been read
   * @return whether all of it can be imported
   */
  public boolean check(LongConsumer progress) throws IOException {
    ItemSchema schema = ItemSchema.of(key.partitionKey(), key.sortKey());
    read(
        new Action() {
          @Override
          public void put(Item item) {
            schema.requireFits(item);
          }

          @Override
          public void delete(Item deleted) {
            schema.requireKey(deleted);
          }
        },
        progress);
    return brokenCount == 0;
  }

  /**
   * Does what the files say, except for what is broken, and makes it durable.
   *
   * @param progress told how many more bytes have been read
   */
  public void load(Varve varve, LongConsumer progress) throws IOException {
    read(
        new Action() {
          @Override
          public void put(Item item) throws IOException {
            varve.putItem(PutItem.of(table, item));
          }

          @Override
          public void delete(Item deleted) throws IOException {
            varve.deleteItem(DeleteItem.of(table, deleted));
          }
        },
        progress);
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

  /** How many keys of items to be deleted the last pass found good, whether there were any such. */
  public long deleteCount() {
    return deleteCount;
  }

  private void read(Action action, LongConsumer progress) throws IOException {
    broken.clear();
    brokenCount = 0;
    itemCount = 0;
    deleteCount = 0;
    for (ItemFile file : files.files()) {
      Layout layout = file.layout(Optional.of(key.partitionKey().name()));
      String chosen =
          layout.hasTables() ? ImportFiles.chosen(file, file.tables(layout), table) : table;
      file.read(layout, chosen, new Sorter(file.name(), action), progress);
    }
  }

  /** Sorts out what the table refuses. */
  private final class Sorter implements ItemSink {
    private final String file;
    private final Action action;

    Sorter(String file, Action action) {
      this.file = file;
      this.action = action;
    }

    @Override
    public void put(Position at, Item item) throws IOException {
      try {
        action.put(item);
        itemCount++;
      } catch (ValidationException refused) {
        broken(at, refused.getMessage());
      }
    }

    @Override
    public void delete(Position at, Item deleted) throws IOException {
      try {
        action.delete(deleted);
        deleteCount++;
      } catch (ValidationException refused) {
        broken(at, refused.getMessage());
      }
    }

    @Override
    public void broken(Position at, String reason) {
      brokenCount++;
      if (broken.size() < MAX_KEPT) {
        broken.add(new BrokenLine(file, at, reason));
      }
    }
  }
}
