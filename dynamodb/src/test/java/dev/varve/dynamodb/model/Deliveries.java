package dev.varve.dynamodb.model;

import dev.varve.dynamodb.api.Record;
import dev.varve.dynamodb.trigger.TriggerBatch;
import dev.varve.dynamodb.trigger.TriggerFunction;
import dev.varve.dynamodb.value.AttributeValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A function that keeps what it is given, of tables by (id S). Safe for use by many threads. */
public final class Deliveries implements TriggerFunction {
  private final List<Record> records = new ArrayList<>();

  @Override
  public synchronized void accept(TriggerBatch batch) {
    records.addAll(batch.records());
  }

  /** The id of a record's item. */
  public static String id(Record record) {
    return ((AttributeValue.S) record.dynamodb().orElseThrow().keys().orElseThrow().get("id"))
        .value();
  }

  private static String sequence(Record record) {
    return record.dynamodb().orElseThrow().sequenceNumber().orElseThrow();
  }

  public synchronized int count() {
    return records.size();
  }

  /** The items of the records, in the order of these. */
  public synchronized List<String> ids() {
    return records.stream().map(Deliveries::id).toList();
  }

  /** The numbers of all records, sorted. */
  public synchronized Set<String> sequences() {
    return sequences(records);
  }

  /** The numbers of records, sorted. */
  public Set<String> sequences(Collection<Record> of) {
    Set<String> sequences = new TreeSet<>();
    of.forEach(record -> sequences.add(sequence(record)));
    return sequences;
  }

  /** How many records there are, each counted once. */
  public int distinct() {
    return sequences().size();
  }

  /** Whether the records of each item came in the order of its changes, each once. */
  public synchronized boolean isInOrder() {
    return isInOrder(records);
  }

  /** Whether the records of each item came in order when they came first. */
  public synchronized boolean isInOrderAtFirst() {
    Set<String> seen = new HashSet<>();
    return isInOrder(records.stream().filter(record -> seen.add(sequence(record))).toList());
  }

  private static boolean isInOrder(List<Record> records) {
    Map<String, String> newest = new HashMap<>();
    for (Record record : records) {
      String before = newest.put(id(record), sequence(record));
      if (before != null && before.compareTo(sequence(record)) >= 0) {
        return false;
      }
    }
    return true;
  }
}
