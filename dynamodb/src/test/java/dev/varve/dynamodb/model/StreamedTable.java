package dev.varve.dynamodb.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.OperationType;
import dev.varve.dynamodb.api.Record;
import dev.varve.dynamodb.api.StreamRecord;
import dev.varve.dynamodb.value.Item;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A table as its stream of new and old images tells it, from an empty one on. Each record has to go
 * on from where the one before it left its item, and come once. For one thread.
 */
public final class StreamedTable {
  private final Map<Item, Item> items = new HashMap<>();
  private final Map<Item, String> newest = new HashMap<>();
  private final Set<String> events = new HashSet<>();

  /** Applies records, those of one item in their order. */
  public void apply(List<Record> records) {
    records.forEach(this::apply);
  }

  private void apply(Record record) {
    StreamRecord change = record.dynamodb().orElseThrow();
    Item key = change.keys().orElseThrow();
    assertTrue(events.add(record.eventID().orElseThrow()), () -> "twice: " + record);
    String sequence = change.sequenceNumber().orElseThrow();
    String before = newest.put(key, sequence);
    assertTrue(before == null || before.compareTo(sequence) < 0, () -> "out of order: " + record);
    assertEquals(Optional.ofNullable(items.get(key)), change.oldImage(), record::toString);
    OperationType expected;
    if (change.newImage().isEmpty()) {
      expected = OperationType.REMOVE;
      items.remove(key);
    } else {
      expected = change.oldImage().isEmpty() ? OperationType.INSERT : OperationType.MODIFY;
      items.put(key, change.newImage().get());
    }
    assertEquals(Optional.of(expected), record.eventName());
  }

  /** How many records there were. */
  public int records() {
    return events.size();
  }

  /** The items that there are now. */
  public Set<Item> items() {
    return new HashSet<>(items.values());
  }
}
