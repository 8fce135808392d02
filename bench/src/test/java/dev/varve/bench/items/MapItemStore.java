package dev.varve.bench.items;

import dev.varve.bench.store.Subject;
import dev.varve.dynamodb.value.AttributeValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A right store in memory; tests override what is to be wrong. */
class MapItemStore implements ItemStore<AttributeValue> {
  private final Map<AttributeValue, NavigableMap<BigDecimal, Map<String, AttributeValue>>> items =
      new LinkedHashMap<>();

  @Override
  public Attributes<AttributeValue> attributes() {
    return VarveItemStore.ATTRIBUTES;
  }

  @Override
  public synchronized void put(Map<String, AttributeValue> item) {
    items
        .computeIfAbsent(item.get(ItemModel.PARTITION_KEY), _ -> new TreeMap<>())
        .put(sortKey(item.get(ItemModel.SORT_KEY)), item);
  }

  @Override
  public synchronized Map<String, AttributeValue> get(Map<String, AttributeValue> key) {
    return items
        .getOrDefault(key.get(ItemModel.PARTITION_KEY), new TreeMap<>())
        .get(sortKey(key.get(ItemModel.SORT_KEY)));
  }

  @Override
  public synchronized boolean update(Change<AttributeValue> change) {
    Map<String, AttributeValue> item = new LinkedHashMap<>(get(change.key()));
    if (sortKey(item.get(ItemModel.REVISION)).compareTo(sortKey(change.least())) < 0) {
      return false;
    }
    item.putAll(change.changes());
    put(item);
    return true;
  }

  @Override
  public synchronized List<Map<String, AttributeValue>> query(
      AttributeValue partitionKey, AttributeValue from, int limit) {
    return items
        .getOrDefault(partitionKey, new TreeMap<>())
        .tailMap(sortKey(from), true)
        .values()
        .stream()
        .limit(limit)
        .toList();
  }

  @Override
  public void write(List<Map<String, AttributeValue>> puts) {
    puts.forEach(this::put);
  }

  @Override
  public void transact(
      List<Map<String, AttributeValue>> puts, List<Change<AttributeValue>> updates) {
    puts.forEach(this::put);
    updates.forEach(this::update);
  }

  @Override
  public void load(List<Map<String, AttributeValue>> loaded) {
    new ArrayList<>(loaded).forEach(this::put);
  }

  @Override
  public synchronized long count() {
    return items.values().stream().mapToLong(Map::size).sum();
  }

  @Override
  public void settle() {
    // Has no background work.
  }

  @Override
  public Map<String, String> options() {
    return Map.of();
  }

  @Override
  public Subject.Activity activity() {
    return Subject.Activity.NONE;
  }

  @Override
  public List<Subject.LevelFigures> levels() {
    return List.of();
  }

  @Override
  public void close() {
    // Nothing is open.
  }

  private static BigDecimal sortKey(AttributeValue value) {
    return ((AttributeValue.N) value).value();
  }
}
