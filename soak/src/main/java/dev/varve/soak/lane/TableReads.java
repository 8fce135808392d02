package dev.varve.soak.lane;

import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.soak.lane.TableItems.GROUP;
import static dev.varve.soak.lane.TableItems.ITEMS_PER_GROUP;
import static dev.varve.soak.lane.TableItems.NUMBER;
import static dev.varve.soak.lane.TableItems.SHADE;
import static dev.varve.soak.lane.TableItems.SHADES;

import dev.varve.dynamodb.api.DynamoDb;
import dev.varve.dynamodb.api.Page;
import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.soak.model.WrongAnswerException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the items of a lane by queries, of the table and of its indexes. */
final class TableReads {
  private final DynamoDb database;
  private final TableItems items;
  private final Figures figures;

  TableReads(DynamoDb database, TableItems items, Figures figures) {
    this.database = database;
    this.items = items;
    this.figures = figures;
  }

  /** The versions of a range of keys, while nobody writes: 0 where there is no item. */
  long[] versions(int from, int to) throws IOException {
    long[] found = new long[to - from];
    for (int group = from / ITEMS_PER_GROUP; group <= (to - 1) / ITEMS_PER_GROUP; group++) {
      readGroup(group, from, found);
    }
    return found;
  }

  private void readGroup(int group, int from, long[] found) throws IOException {
    int first = Math.max(from, group * ITEMS_PER_GROUP);
    int last = Math.min(from + found.length, (group + 1) * ITEMS_PER_GROUP) - 1;
    Query.Builder query = query(GROUP, items.group(group), first, last);
    boolean backward = group % 2 == 1;
    if (backward) {
      query.backward();
    }
    if (group % 3 == 1) {
      query.limit(1 + group % 40);
    }
    long[] previous = {backward ? Long.MAX_VALUE : Long.MIN_VALUE};
    forEach(
        query.build(),
        item -> {
          long number = items.number(item);
          if (number < first || number > last || backward == number > previous[0]) {
            throw new WrongAnswerException(
                "table %s: key %d behind %d in a query of %d to %d"
                    .formatted(items.table(), number, previous[0], first, last));
          }
          previous[0] = number;
          found[(int) number - from] = items.version(number, item);
        });
  }

  /** Compares what the indexes tell with what the table told of the same range. */
  void checkIndexes(int from, long[] found) throws IOException {
    int last = from + found.length - 1;
    long[] entries = new long[found.length];
    for (int group = from / ITEMS_PER_GROUP; group <= last / ITEMS_PER_GROUP; group++) {
      Query inGroup =
          Query.of(items.table())
              .index(TablePlace.BY_VERSION)
              .where("#p = :p")
              .name("#p", GROUP)
              .value(":p", items.group(group))
              .build();
      long[] previous = {0};
      forEach(
          inGroup,
          entry -> {
            long version = items.versionOf(entry);
            if (version < previous[0]) {
              throw new WrongAnswerException(
                  "index %s: version %d behind %d"
                      .formatted(TablePlace.BY_VERSION, version, previous[0]));
            }
            previous[0] = version;
            add(TablePlace.BY_VERSION, entries, from, items.number(entry), version);
          });
    }
    require(TablePlace.BY_VERSION, from, found, entries, false);
    long[] shaded = new long[found.length];
    for (int shade = 0; shade < SHADES; shade++) {
      Query inShade =
          query(SHADE, items.shade(shade), from, last).index(TablePlace.BY_SHADE).build();
      forEach(
          inShade,
          entry -> {
            long number = items.number(entry);
            add(TablePlace.BY_SHADE, shaded, from, number, items.version(number, entry));
          });
    }
    require(TablePlace.BY_SHADE, from, found, shaded, true);
  }

  private static void add(String index, long[] entries, int from, long number, long version) {
    if (number < from || number >= from + entries.length) {
      return; // of the rest of a group
    }
    int at = (int) number - from;
    if (entries[at] != 0) {
      throw new WrongAnswerException(
          "index %s: key %d is there twice, with versions %d and %d"
              .formatted(index, number, entries[at], version));
    }
    entries[at] = version;
  }

  private void require(String index, int from, long[] found, long[] entries, boolean shadesOnly) {
    for (int i = 0; i < found.length; i++) {
      long expected = shadesOnly && !items.hasShade(found[i]) ? 0 : found[i];
      if (entries[i] != expected) {
        throw new WrongAnswerException(
            "table %s, key %d: version %d in the table, %d in the index %s"
                .formatted(items.table(), from + i, found[i], entries[i], index));
      }
    }
  }

  private Query.Builder query(String keyName, AttributeValue key, int first, int last) {
    return Query.of(items.table())
        .where("#p = :p AND #n BETWEEN :first AND :last")
        .name("#p", keyName)
        .name("#n", NUMBER)
        .value(":p", key)
        .value(":first", n(first))
        .value(":last", n(last));
  }

  private void forEach(Query whole, Consumer<Item> action) throws IOException {
    Optional<Item> next = Optional.empty();
    do {
      long begin = System.nanoTime();
      Page page = database.query(next.map(whole::startingAfter).orElse(whole));
      figures.took(Call.STEP, System.nanoTime() - begin);
      page.items().forEach(action);
      next = page.lastEvaluatedKey();
    } while (next.isPresent());
  }
}
