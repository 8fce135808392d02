package dev.varve.soak.session;

import static dev.varve.dynamodb.value.AttributeValue.b;
import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;

import dev.varve.dynamodb.TableDefinition;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.ConditionalCheckFailedException;
import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.Page;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.soak.model.Content;
import dev.varve.soak.model.WrongAnswerException;
import java.io.IOException;
import java.util.Optional;

/** Keys as items of a table: a hundred sort keys to a partition key. */
final class TableLane implements LaneStore {
  private static final int ITEMS_PER_PARTITION_KEY = 100;
  private static final String GROUP = "group";
  private static final String NUMBER = "number";
  private static final String CONTENT = "content";
  private static final String VERSION = "version";

  private final Varve varve;
  private final String table;
  private final int lane;
  private final int keys;
  private final Figures figures;

  TableLane(Varve varve, int lane, int keys, Figures figures) {
    this.varve = varve;
    this.table = table(lane);
    this.lane = lane;
    this.keys = keys;
    this.figures = figures;
  }

  /** The name of a lane's table. */
  static String table(int lane) {
    return "Lane" + lane;
  }

  /** The definition of a lane's table. */
  static TableDefinition definition(int lane, int partitions) {
    return TableDefinition.named(table(lane))
        .partitionKey(GROUP, AttributeType.S)
        .sortKey(NUMBER, AttributeType.N)
        .partitions(partitions)
        .build();
  }

  @Override
  public int maxWriteKeys() {
    return 1;
  }

  @Override
  public void write(long[] numbers, long[] versions, int count, boolean shadowed, boolean durable)
      throws IOException {
    long version = versions[0];
    Item key = key(numbers[0]);
    if (version < 0) {
      varve.deleteItem(DeleteItem.from(table).key(key).build());
    } else if (version % 3 == 0) {
      varve.updateItem(
          UpdateItem.in(table)
              .key(key)
              .update("SET content = :content, version = :version")
              .value(":content", b(Content.value(lane, numbers[0], version)))
              .value(":version", n(version))
              .build());
    } else {
      PutItem.Builder put =
          PutItem.into(table)
              .item(
                  key.toBuilder()
                      .put(CONTENT, b(Content.value(lane, numbers[0], version)))
                      .put(VERSION, n(version))
                      .build());
      if (version % 7 == 0) {
        refuse(key, version);
        put.condition("attribute_not_exists(version) OR version < :new").value(":new", n(version));
      }
      varve.putItem(put.build());
    }
    if (durable) {
      varve.sync();
    }
  }

  /** A write whose condition is false changes nothing. */
  private void refuse(Item key, long version) throws IOException {
    try {
      varve.deleteItem(
          DeleteItem.from(table)
              .key(key)
              .condition("version > :new")
              .value(":new", n(version))
              .build());
    } catch (ConditionalCheckFailedException expected) {
      return;
    }
    throw new WrongAnswerException(
        "lane " + lane + ": a version above " + version + " was deleted");
  }

  @Override
  public long read(long number) throws IOException {
    Optional<Item> item = varve.getItem(GetItem.of(table, key(number))).item();
    return item.isEmpty() ? 0 : version(number, item.get());
  }

  @Override
  public View view(int from, int to) throws IOException {
    long[] found = new long[to - from];
    for (int group = from / ITEMS_PER_PARTITION_KEY;
        group <= (to - 1) / ITEMS_PER_PARTITION_KEY;
        group++) {
      readGroup(group, from, found);
    }
    long items = from == 0 && to == keys ? count() : -1;
    return new PageView(from, found, items);
  }

  private void readGroup(int group, int from, long[] found) throws IOException {
    int first = Math.max(from, group * ITEMS_PER_PARTITION_KEY);
    int last = Math.min(from + found.length, (group + 1) * ITEMS_PER_PARTITION_KEY) - 1;
    Query.Builder query =
        Query.of(table)
            .where("#g = :group AND #n BETWEEN :first AND :last")
            .name("#g", GROUP)
            .name("#n", NUMBER)
            .value(":group", s(group(group)))
            .value(":first", n(first))
            .value(":last", n(last));
    boolean backward = group % 2 == 1;
    if (backward) {
      query.backward();
    }
    if (group % 3 == 1) {
      query.limit(1 + group % 40);
    }
    Query whole = query.build();
    Optional<Item> next = Optional.empty();
    long previous = backward ? Long.MAX_VALUE : Long.MIN_VALUE;
    do {
      long begin = System.nanoTime();
      Page page = varve.query(next.map(whole::startingAfter).orElse(whole));
      figures.took(Call.STEP, System.nanoTime() - begin);
      for (Item item : page.items()) {
        long number = ((AttributeValue.N) item.get(NUMBER)).value().longValueExact();
        if (number < first || number > last || backward == number > previous) {
          throw new WrongAnswerException(
              "table %s: key %d behind %d in a query of %d to %d"
                  .formatted(table, number, previous, first, last));
        }
        previous = number;
        found[(int) number - from] = version(number, item);
      }
      next = page.lastEvaluatedKey();
    } while (next.isPresent());
  }

  private long count() throws IOException {
    Scan whole = Scan.of(table).countOnly().build();
    Optional<Item> next = Optional.empty();
    long items = 0;
    do {
      Page page = varve.scan(next.map(whole::startingAfter).orElse(whole));
      items += page.count();
      next = page.lastEvaluatedKey();
    } while (next.isPresent());
    long known = varve.countItems(table);
    if (known != items) {
      throw new WrongAnswerException(
          "table %s: countItems tells %d, a scan counts %d items".formatted(table, known, items));
    }
    return items;
  }

  private long version(long number, Item item) {
    long version = Content.version(lane, number, ((AttributeValue.B) item.get(CONTENT)).value());
    if (!n(version).equals(item.get(VERSION))) {
      throw new WrongAnswerException(
          "table %s, key %d: content of version %d beside version %s"
              .formatted(table, number, version, item.get(VERSION)));
    }
    return version;
  }

  private static Item key(long number) {
    return Item.of(GROUP, s(group(number / ITEMS_PER_PARTITION_KEY)), NUMBER, n(number));
  }

  private static String group(long group) {
    return "group-" + group;
  }

  /** What queries found when the view was made. */
  private final class PageView implements View {
    private final int from;
    private final long[] found;
    private final long items;

    PageView(int from, long[] found, long items) {
      this.from = from;
      this.found = found;
      this.items = items;
    }

    @Override
    public long check(long[] expected, Choice choice) {
      long present = 0;
      for (int i = 0; i < expected.length; i++) {
        long version = Math.max(0, expected[i]);
        present += version > 0 ? 1 : 0;
        CursorWalk.require(lane, from + (long) i, version, found[i]);
      }
      if (items >= 0 && items != present) {
        throw new WrongAnswerException(
            "table %s: a scan counts %d items, expected %d".formatted(table, items, present));
      }
      return expected.length;
    }

    @Override
    public void close() {
      // Holds nothing.
    }
  }
}
