package dev.varve.soak.lane;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.DynamoDb;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.Page;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.value.Item;
import dev.varve.soak.model.WrongAnswerException;
import java.io.IOException;
import java.util.Optional;

/** Keys as items of a table, in a database of this process or behind a server. */
public final class TableLane implements LaneStore {
  private final DynamoDb database;
  private final Optional<Varve> own;
  private final int keys;
  private final TableItems items;
  private final TableWrites writes;
  private final TableReads reads;
  private final int lane;

  /** A lane with a table of its own, in a database of this process. */
  public static TableLane of(Varve varve, int lane, TablePlace place, int keys, Figures figures) {
    return new TableLane(varve, Optional.of(varve), lane, place, keys, figures);
  }

  /** A lane that may share its table with others, in a database behind a server. */
  public static TableLane behindServer(
      DynamoDb database, int lane, TablePlace place, int keys, Figures figures) {
    return new TableLane(database, Optional.empty(), lane, place, keys, figures);
  }

  private TableLane(
      DynamoDb database,
      Optional<Varve> own,
      int lane,
      TablePlace place,
      int keys,
      Figures figures) {
    this.database = database;
    this.own = own;
    this.lane = lane;
    this.keys = keys;
    this.items = new TableItems(lane, place);
    this.writes = new TableWrites(database, items);
    this.reads = new TableReads(database, items, figures);
  }

  @Override
  public int maxWriteKeys() {
    return TableWrites.MAX_ITEMS;
  }

  @Override
  public void write(long[] numbers, long[] versions, int count, boolean shadowed, boolean durable)
      throws IOException {
    if (count == 1) {
      writes.one(numbers[0], versions[0]);
    } else {
      if (shadowed) {
        writes.refuseSeveral(numbers, versions);
      }
      writes.several(numbers, versions, count);
    }
    if (durable && own.isPresent()) {
      own.get().sync();
    }
  }

  @Override
  public long read(long number) throws IOException {
    Optional<Item> item = database.getItem(GetItem.of(items.table(), items.key(number))).item();
    return item.isEmpty() ? 0 : items.version(number, item.get());
  }

  @Override
  public View view(int from, int to) throws IOException {
    long[] found = reads.versions(from, to);
    if (items.areIndexed()) {
      reads.checkIndexes(from, found);
    }
    long count = own.isPresent() && from == 0 && to == keys ? count(own.get()) : -1;
    return new PageView(from, found, count);
  }

  private long count(Varve varve) throws IOException {
    Scan whole = Scan.of(items.table()).countOnly().build();
    Optional<Item> next = Optional.empty();
    long counted = 0;
    do {
      Page page = varve.scan(next.map(whole::startingAfter).orElse(whole));
      counted += page.count();
      next = page.lastEvaluatedKey();
    } while (next.isPresent());
    long known = varve.countItems(items.table());
    if (known != counted) {
      throw new WrongAnswerException(
          "table %s: countItems tells %d, a scan counts %d items"
              .formatted(items.table(), known, counted));
    }
    return counted;
  }

  /** What queries found when the view was made. */
  private final class PageView implements View {
    private final int from;
    private final long[] found;
    private final long count;

    PageView(int from, long[] found, long count) {
      this.from = from;
      this.found = found;
      this.count = count;
    }

    @Override
    public long check(long[] expected, Choice choice) {
      long present = 0;
      for (int i = 0; i < expected.length; i++) {
        long version = Math.max(0, expected[i]);
        present += version > 0 ? 1 : 0;
        WrongAnswerException.requireVersion(lane, from + (long) i, version, found[i]);
      }
      if (count >= 0 && count != present) {
        throw new WrongAnswerException(
            "table %s: a scan counts %d items, expected %d"
                .formatted(items.table(), count, present));
      }
      return expected.length;
    }

    @Override
    public void close() {
      // Holds nothing.
    }
  }
}
