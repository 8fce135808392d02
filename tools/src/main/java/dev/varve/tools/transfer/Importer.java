package dev.varve.tools.transfer;

import dev.varve.dynamodb.IndexDefinition;
import dev.varve.dynamodb.ItemSchema;
import dev.varve.dynamodb.KeyAttribute;
import dev.varve.dynamodb.TableDefinition;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.Item;
import dev.varve.tools.format.ItemSink;
import dev.varve.tools.format.Layout;
import dev.varve.tools.format.Position;
import dev.varve.tools.format.Wanted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Imports files into a table: first {@link #check} reads them all and writes nothing, then {@link
 * #load} puts their items, and deletes those that they say are deleted. Who skips the check, or
 * goes on after it, gets what is good and a count of the rest; {@link #survey} then tells whether
 * there can be anything good.
 *
 * <p>Not thread-safe.
 */
public final class Importer {
  /** Broken lines beyond these are counted and not kept: a file of another kind has many. */
  private static final int MAX_KEPT = 20;

  private final ImportFiles files;
  private final TableDefinition definition;
  private final Wanted wanted;
  private final List<BrokenLine> broken = new ArrayList<>();
  private long keptLines;
  private long brokenCount;
  private long brokenFileCount;
  private long itemCount;
  private long deleteCount;

  /**
   * Makes an importer of those files, which it does not close.
   *
   * @param definition of the table that they are for, which need not exist yet
   */
  public Importer(ImportFiles files, TableDefinition definition) {
    this.files = files;
    this.definition = definition;
    this.wanted = new Wanted(definition.name(), keyTypes(definition));
  }

  private static Map<String, AttributeType> keyTypes(TableDefinition definition) {
    List<KeyAttribute> keys = new ArrayList<>(List.of(definition.partitionKey()));
    definition.sortKey().ifPresent(keys::add);
    for (IndexDefinition index : definition.indexes()) {
      keys.addAll(index.partitionKey());
      keys.addAll(index.sortKey());
    }
    Map<String, AttributeType> types = new HashMap<>();
    keys.forEach(key -> types.put(key.name(), key.type()));
    return types;
  }

  /** One pass over a file. */
  private interface Action {
    void put(Item item) throws IOException;

    void delete(Item key) throws IOException;
  }

  /**
   * Looks at the beginnings of all files, and at the checksums of those of exports. Those that
   * cannot be read are broken files.
   *
   * @return whether any can be read, and no export is torn
   * @throws IOException if a file of several tables has none that can be meant
   */
  public boolean survey() throws IOException {
    reset();
    boolean isTorn = false;
    for (ItemFile file : files.files()) {
      Optional<String> damage = file.damage();
      if (damage.isPresent()) {
        isTorn = true;
        add(file, damage.get());
        continue;
      }
      try {
        plan(file);
      } catch (BrokenFileException broken) {
        add(file, broken.reason());
      }
    }
    return !isTorn && (brokenFileCount == 0 || brokenFileCount < files.files().size());
  }

  /**
   * Reads all files without writing.
   *
   * @param progress told how many more bytes have been read
   * @return whether all of it can be imported
   */
  public boolean check(LongConsumer progress) throws IOException {
    ItemSchema schema = ItemSchema.of(definition);
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
    return brokenCount == 0 && brokenFileCount == 0;
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
            varve.putItem(PutItem.of(wanted.table(), item));
          }

          @Override
          public void delete(Item deleted) throws IOException {
            varve.deleteItem(DeleteItem.of(wanted.table(), deleted));
          }
        },
        progress);
    varve.sync();
  }

  /** The first broken lines that the last pass met, and all broken files. */
  public List<BrokenLine> brokenLines() {
    return List.copyOf(broken);
  }

  /** How many broken lines the last pass met. */
  public long brokenCount() {
    return brokenCount;
  }

  /** How many of them are not in {@link #brokenLines}. */
  public long unnamedCount() {
    return brokenCount - keptLines;
  }

  /** How many files the last pass could not read, or not to their end, or not as promised. */
  public long brokenFileCount() {
    return brokenFileCount;
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
    reset();
    for (ItemFile file : files.files()) {
      try {
        Plan plan = plan(file);
        file.read(plan.layout(), plan.wanted(), new Sorter(file.name(), action), progress);
      } catch (BrokenFileException broken) {
        add(file, broken.reason());
      }
    }
  }

  private void reset() {
    broken.clear();
    keptLines = 0;
    brokenCount = 0;
    brokenFileCount = 0;
    itemCount = 0;
    deleteCount = 0;
  }

  /**
   * How a file is read.
   *
   * @param wanted of it; the table may have another name there
   */
  private record Plan(Layout layout, Wanted wanted) {}

  private Plan plan(ItemFile file) throws IOException {
    Layout layout = file.layout(Optional.of(definition.partitionKey().name()));
    if (!layout.hasTables()) {
      return new Plan(layout, wanted);
    }
    String chosen = ImportFiles.chosen(file, file.tables(layout), wanted.table());
    return new Plan(layout, new Wanted(chosen, wanted.keyTypes()));
  }

  private void add(ItemFile file, String fault) {
    brokenFileCount++;
    broken.add(new BrokenLine(file.name(), Position.FILE, fault));
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
      if (at.equals(Position.FILE)) {
        brokenFileCount++;
      } else if (brokenCount++ < MAX_KEPT) {
        keptLines++;
      } else {
        return;
      }
      broken.add(new BrokenLine(file, at, reason));
    }
  }
}
