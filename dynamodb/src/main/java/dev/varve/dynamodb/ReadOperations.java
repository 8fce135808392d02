package dev.varve.dynamodb;

import dev.varve.dynamodb.codec.KeyBounds;
import dev.varve.dynamodb.codec.KeyCodec;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.Condition;
import dev.varve.dynamodb.expression.ExpressionCache;
import dev.varve.dynamodb.expression.Expressions;
import dev.varve.dynamodb.expression.KeyCondition;
import dev.varve.dynamodb.expression.KeyConditionTerms;
import dev.varve.dynamodb.expression.Projection;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Cursor;
import dev.varve.engine.CursorOptions;
import dev.varve.engine.Snapshot;
import dev.varve.io.Clock;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * GetItem, Query and Scan. They take no locks; a page is read from one snapshot. What they show has
 * the durability of acknowledged writes: a read that meets a write still on its way waits. Safe for
 * use by many threads.
 */
final class ReadOperations {
  private final Tables tables;
  private final ItemStore store;
  private final ExpressionCache expressions;
  private final Clock clock;

  ReadOperations(Tables tables, ItemStore store, ExpressionCache expressions, Clock clock) {
    this.tables = tables;
    this.store = store;
    this.expressions = expressions;
    this.clock = clock;
  }

  GetItemResult get(GetItem request) throws IOException {
    long start = clock.nanoTime();
    Table found = tables.find(request.table());
    if (request.projection().isEmpty()) {
      Expressions.requireNoNames(request.names());
    }
    KeyRules.checkValues(request.key());
    Expressions bound = new Expressions(expressions, request.names(), Map.of());
    Projection projection = request.projection().map(bound::projection).orElse(null);
    bound.requireAllUsed();
    Table table = Tables.require(found);
    byte[] key = KeyRules.keyOfLookup(table.keys(), request.key());
    bound.requireKeysWhole(table.keyNames());

    Partition partition = table.partitionOf(key);
    try {
      Item item = store.readDurable(table, partition, key);
      return new GetItemResult(
          item == null ? Optional.empty() : Optional.of(Evaluation.select(projection, item)));
    } finally {
      partition.latencies().record(OperationKind.GET, clock.nanoTime() - start);
    }
  }

  Page query(Query request) throws IOException {
    long start = clock.nanoTime();
    Table found = tables.find(request.table());
    int limit = limit(request.limit());
    if (request.keyCondition() == null && request.filter().isEmpty()) {
      if (request.projection().isEmpty()) {
        Expressions.requireNoNames(request.names());
      }
      Expressions.requireNoValues(
          request.values(), "FilterExpression and KeyConditionExpression are null");
    }
    checkStartKey(request.exclusiveStartKey());
    if (request.keyCondition() == null) {
      throw new ValidationException(
          "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.");
    }
    Expressions bound = new Expressions(expressions, request.names(), request.values());
    Condition keyCondition = bound.keyCondition(request.keyCondition());
    Condition filter = request.filter().map(bound::filter).orElse(null);
    Projection projection = projection(bound, request.projection(), request.countOnly());
    bound.requireAllUsed();
    KeyConditionTerms terms = Expressions.keyTerms(keyCondition);

    Table table = Tables.require(found);
    KeyCodec keys = table.keys();
    bound.requireKeysWhole(table.keyNames());
    if (filter != null) {
      Expressions.requireKeyUnfiltered(filter, table.keyNames());
    }
    KeyCondition condition = terms.against(table.partitionKey(), table.sortKey());
    KeyBounds bounds = QueryRange.of(keys, condition);
    if (request.exclusiveStartKey().isPresent()) {
      bounds =
          QueryRange.behind(
              keys, bounds, condition, request.exclusiveStartKey().get(), request.forward());
    }

    Partition partition = table.partitionOf(keys.prefix(condition.partitionKey()));
    PageBuilder page = new PageBuilder(table, filter, projection, limit, request.countOnly());
    try {
      if (QueryRange.isEmpty(bounds)) {
        return page.build(false);
      }
      try (Cursor cursor =
          store
              .engine()
              .cursor(partition.id(), CursorOptions.range(bounds.lower(), bounds.upper()))) {
        boolean full = page.addAll(cursor, request.forward());
        store.awaitDurable(table, partition);
        return page.build(full);
      }
    } catch (IllegalArgumentException e) {
      throw ItemStore.gone(table, e);
    } finally {
      partition.latencies().record(OperationKind.QUERY, clock.nanoTime() - start);
    }
  }

  Page scan(Scan request) throws IOException {
    long start = clock.nanoTime();
    Table found = tables.find(request.table());
    int limit = limit(request.limit());
    ScanRange.checkBounds(request.segment(), request.totalSegments());
    if (request.filter().isEmpty()) {
      if (request.projection().isEmpty()) {
        Expressions.requireNoNames(request.names());
      }
      Expressions.requireNoValues(request.values(), "FilterExpression is null");
    }
    checkStartKey(request.exclusiveStartKey());
    HashRange range = ScanRange.of(request.segment(), request.totalSegments());
    Expressions bound = new Expressions(expressions, request.names(), request.values());
    Condition filter = request.filter().map(bound::filter).orElse(null);
    Projection projection = projection(bound, request.projection(), request.countOnly());
    bound.requireAllUsed();
    Table table = Tables.require(found);
    bound.requireKeysWhole(table.keyNames());
    byte[] lower = KeyCodec.lowestKey(range.first());
    if (request.exclusiveStartKey().isPresent()) {
      lower = KeyCodec.after(ScanRange.startKey(table.keys(), request, range));
    }
    byte[] upper = range.last() == -1L ? null : KeyCodec.lowestKey(range.last() + 1);

    PageBuilder page = new PageBuilder(table, filter, projection, limit, request.countOnly());
    List<Partition> partitions = table.partitions();
    int last = table.partitionIndex(range.last());
    try (Snapshot snapshot = store.engine().snapshot()) {
      for (int i = table.partitionIndex(KeyCodec.hashOf(lower)); i <= last; i++) {
        Partition partition = partitions.get(i);
        boolean full;
        try (Cursor cursor =
            store.engine().cursor(partition.id(), CursorOptions.range(lower, upper).at(snapshot))) {
          full = page.addAll(cursor, true);
        }
        store.awaitDurable(table, partition);
        long now = clock.nanoTime();
        partition.latencies().record(OperationKind.SCAN, now - start);
        start = now;
        if (full) {
          return page.build(true);
        }
      }
      return page.build(false);
    } catch (IllegalArgumentException e) {
      throw ItemStore.gone(table, e);
    }
  }

  private static int limit(OptionalInt limit) {
    int value = limit.orElse(Integer.MAX_VALUE);
    if (value < 1) {
      throw new ValidationException(
          "1 validation error detected: Value '"
              + value
              + "' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1");
    }
    return value;
  }

  /** Checks what a start key's values alone tell. */
  private static void checkStartKey(Optional<Item> startKey) {
    if (startKey.isPresent()) {
      try {
        KeyRules.checkValues(startKey.get());
      } catch (ValidationException e) {
        throw QueryRange.invalidStart(e);
      }
    }
  }

  private static Projection projection(
      Expressions bound, Optional<String> text, boolean countOnly) {
    if (text.isEmpty()) {
      return null;
    }
    if (countOnly) {
      throw new ValidationException(
          "Cannot specify the ProjectionExpression when choosing to get COUNT");
    }
    return bound.projection(text.get());
  }
}
