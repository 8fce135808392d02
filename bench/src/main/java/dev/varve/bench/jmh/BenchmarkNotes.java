package dev.varve.bench.jmh;

import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;

/** Items with some short attributes and a long text. */
final class BenchmarkNotes {
  /** The name of their partition key, a string. */
  static final String KEY = "id";

  private BenchmarkNotes() {}

  /**
   * An item.
   *
   * @param itemBytes how large it is, about, as DynamoDB counts
   */
  static Item note(int number, int itemBytes) {
    Item item =
        Item.builder()
            .put(KEY, AttributeValue.s("note-" + number))
            .put("author", AttributeValue.s("author " + number % 1000))
            .put("written", AttributeValue.n(1_700_000_000L + number))
            .put("stars", AttributeValue.n(number % 5))
            .put("draft", AttributeValue.bool(number % 2 == 0))
            .put("tags", AttributeValue.ss("storage", "notes", "tag-" + number % 100))
            .build();
    int rest = Math.max(0, itemBytes - item.sizeBytes() - "text".length());
    return item.toBuilder()
        .put("text", AttributeValue.s(("note " + number + ' ').repeat(rest).substring(0, rest)))
        .build();
  }
}
