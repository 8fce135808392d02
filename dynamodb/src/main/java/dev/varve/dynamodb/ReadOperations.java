package dev.varve.dynamodb;

import dev.varve.dynamodb.codec.KeyBounds;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.Condition;
import dev.varve.dynamodb.expression.Evaluation;
import dev.varve.dynamodb.expression.ExpressionCache;
import dev.varve.dynamodb.expression.Expressions;
import dev.varve.dynamodb.expression.KeyCondition;
import dev.varve.dynamodb.expression.KeyConditionTerms;
import dev.varve.dynamodb.expression.Projection;
import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.read.ItemReads;
import dev.varve.dynamodb.read.PageContent;
import dev.varve.dynamodb.read.PageReads;
import dev.varve.dynamodb.read.QueryPlan;
import dev.varve.dynamodb.read.QueryRange;
import dev.varve.dynamodb.read.ScanPlan;
import dev.varve.dynamodb.read.ScanRange;
import dev.varve.dynamodb.read.Selection;
import dev.varve.dynamodb.stats.OperationKind;
import dev.varve.dynamodb.table.KeySchema;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.table.Tables;
import dev.varve.dynamodb.value.Item;
import dev.varve.io.Clock;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * GetItem, Query and Scan. Each checks its request in DynamoDB's order and makes a read of it. Safe
 * for use by many threads.
 */
final class ReadOperations {
  private final Tables tables;
  private final ItemReads items;
  private final PageReads pages;
  private final ExpressionCache expressions;
  private final Clock clock;

  ReadOperations(
      Tables tables, ItemReads items, PageReads pages, ExpressionCache expressions, Clock clock) {
    this.tables = tables;
    this.items = items;
    this.pages = pages;
    this.expressions = expressions;
    this.clock = clock;
  }

  GetItemResult get(GetItem request) throws IOException {
    long start = clock.nanoTime();
    Table found = tables.find(request.table());
    if (request.projection().isEmpty()) {
      Expressions.requireNoNames(request.names());
    }
    KeySchema.checkValues(request.key());
    Expressions bound = new Expressions(expressions, request.names(), Map.of());
    Projection projection = request.projection().map(bound::projection).orElse(null);
    bound.requireAllUsed();
    Table table = Tables.require(found);
    byte[] key = table.schema().keyOfLookup(request.key());
    bound.requireKeysWhole(table.schema().names());

    ItemPartition partition = table.partitionOf(key);
    try {
      Item item = items.getDurable(table, partition, key);
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
    KeySchema schema = table.schema();
    bound.requireKeysWhole(schema.names());
    if (filter != null) {
      Expressions.requireKeyUnfiltered(filter, schema.names());
    }
    KeyCondition condition = terms.against(schema.partitionKey(), schema.sortKey());
    KeyBounds bounds = QueryRange.of(schema, condition);
    if (request.exclusiveStartKey().isPresent()) {
      bounds =
          QueryRange.behind(
              schema, bounds, condition, request.exclusiveStartKey().get(), request.forward());
    }
    Selection selection = new Selection(filter, projection, limit, request.countOnly());
    return page(pages.query(new QueryPlan(table, bounds, request.forward(), selection), start));
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
    ScanRange range = ScanRange.of(request.segment(), request.totalSegments());
    Expressions bound = new Expressions(expressions, request.names(), request.values());
    Condition filter = request.filter().map(bound::filter).orElse(null);
    Projection projection = projection(bound, request.projection(), request.countOnly());
    bound.requireAllUsed();
    Table table = Tables.require(found);
    bound.requireKeysWhole(table.schema().names());
    Selection selection = new Selection(filter, projection, limit, request.countOnly());
    return page(
        pages.scan(ScanPlan.of(table, range, request.exclusiveStartKey(), selection), start));
  }

  private static Page page(PageContent content) {
    return new Page(content.items(), content.count(), content.scannedCount(), content.lastKey());
  }

  private static int limit(OptionalInt limit) {
    int value = limit.orElse(Integer.MAX_VALUE);
    if (value < 1) {
      throw ValidationException.constraint(
          value, "limit", "Member must have value greater than or equal to 1");
    }
    return value;
  }

  /** Checks the rules for a start key that hold for every table. */
  private static void checkStartKey(Optional<Item> startKey) {
    if (startKey.isPresent()) {
      try {
        KeySchema.checkValues(startKey.get());
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
