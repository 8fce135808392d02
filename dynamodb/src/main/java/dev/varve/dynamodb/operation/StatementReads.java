package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.ExecuteStatement;
import dev.varve.dynamodb.api.ExecuteStatementResult;
import dev.varve.dynamodb.api.ProvisionedThroughputExceededException;
import dev.varve.dynamodb.api.ThrottlingException;
import dev.varve.dynamodb.capacity.CapacityUnits;
import dev.varve.dynamodb.capacity.Consumption;
import dev.varve.dynamodb.codec.KeyBounds;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.Evaluation;
import dev.varve.dynamodb.expression.KeyCondition;
import dev.varve.dynamodb.expression.SortKeyCondition;
import dev.varve.dynamodb.partiql.binding.KeySearch;
import dev.varve.dynamodb.partiql.binding.Ordering;
import dev.varve.dynamodb.partiql.binding.PreparedStatement;
import dev.varve.dynamodb.partiql.syntax.Statement;
import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.read.PageContent;
import dev.varve.dynamodb.read.QueryPlan;
import dev.varve.dynamodb.read.QueryRange;
import dev.varve.dynamodb.read.ScanPlan;
import dev.varve.dynamodb.read.ScanRange;
import dev.varve.dynamodb.read.Selection;
import dev.varve.dynamodb.stats.OperationKind;
import dev.varve.dynamodb.table.QueryKeys;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * SELECT: one get where the condition has the whole key, queries where it has values of the
 * partition key, else a scan. The whole condition filters what is read, too, so that a plan only
 * decides how much that is. Safe for use by many threads.
 */
final class StatementReads {
  /** After so many bytes, no further range is begun in a page: as many as a Query reads. */
  private static final long MAX_PAGE_BYTES = 1 << 20;

  private final Services services;

  StatementReads(Services services) {
    this.services = services;
  }

  /**
   * The item of a SELECT that has to name one, in a batch or a transaction.
   *
   * @param operation whose statement it is, for errors
   * @throws ValidationException if it does not, or reads an index
   */
  static KeySearch.OneItem oneItem(
      PreparedStatement.Selection selection, Table table, String operation) {
    Optional<KeySearch.OneItem> item =
        selection.select().index() == null
            ? KeySearch.oneItem(selection.where(), table.schema())
            : Optional.empty();
    return item.orElseThrow(() ->
        new ValidationException(
            "Select statements within "
                + operation
                + " must specify the primary key in the where clause."));
  }

  /**
   * Reads a page of a SELECT.
   *
   * @param start when the request came, by the clock's {@code nanoTime}
   */
  ExecuteStatementResult page(
      PreparedStatement.Selection bound, ExecuteStatement request, long start) throws IOException {
    Statement.Select select = bound.select();
    Table table = services.tables().require(select.table());
    requireReadable(table, select.index(), request.consistentRead());
    PageSource source =
        PageSource.of(
            services.tables(),
            select.table(),
            select.index(),
            null,
            selection(bound, Paging.limit(request.limit())),
            request.consistentRead());
    table.requireKeysWhole(bound.expressions());
    QueryKeys schema = source.target().schema();
    Optional<List<KeyCondition>> ranges = KeySearch.ranges(bound.where(), schema);
    Ordering ordering = Ordering.of(select, ranges, schema);
    byte[] digest = StatementToken.digest(request.statement(), request.parameters());
    StatementToken from =
        request.nextToken() == null
            ? StatementToken.FIRST
            : StatementToken.of(
                request.nextToken(), digest, ranges.isEmpty() ? 1 : ordering.ranges().size());
    if (ranges.isEmpty()) {
      return answer(bound, request, source, digest, scan(bound, request, source, from, start));
    }
    source.requireFilterable(selection(bound, 1));
    Optional<Item> key = wholeKey(source, ordering.ranges());
    return key.isPresent() && from.startKey() == null
        ? get(bound, request, source, key.get(), start)
        : answer(
            bound, request, source, digest, query(bound, request, source, ordering, from, start));
  }

  private static void requireReadable(Table table, String index, Boolean consistentRead) {
    if (index != null
        && Boolean.TRUE.equals(consistentRead)
        && table.requireIndex(index).isGlobal()) {
      throw new ValidationException(
          "Strongly consistent read is not supported on Global Secondary Indexes");
    }
  }

  private static Selection selection(PreparedStatement.Selection bound, int limit) {
    return new Selection(bound.where(), bound.columns().projection(), limit, false);
  }

  /** The key of the one item that a condition allows, if its table has no more of it. */
  private static Optional<Item> wholeKey(PageSource source, List<KeyCondition> ranges) {
    if (!(source.target() instanceof Table table) || ranges.size() > 1) {
      return Optional.empty();
    }
    KeyCondition range = ranges.getFirst();
    Item.Builder key = Item.builder();
    key.put(table.schema().partitionKey().name(), range.partitionKey().getFirst());
    if (table.schema().sortKey().isPresent()) {
      if (!(range.sortKey().orElse(null)
          instanceof SortKeyCondition.EqualTo(AttributeValue value))) {
        return Optional.empty();
      }
      key.put(table.schema().sortKey().get().name(), value);
    }
    return Optional.of(key.build());
  }

  private ExecuteStatementResult get(
      PreparedStatement.Selection bound,
      ExecuteStatement request,
      PageSource source,
      Item key,
      long start)
      throws IOException {
    Table table = source.table();
    byte[] engineKey = table.schema().keyOfLookup(key);
    ItemPartition partition = table.partitionOf(engineKey);
    try {
      long admission = services.throttle().requireRead(table, partition, engineKey);
      Item item = services.items().getDurable(table, partition, engineKey);
      if (services.throttle().isOn()) {
        double units = CapacityUnits.readUnits(item, source.consistent());
        services.throttle().takeRead(table, partition, engineKey, units, admission);
      }
      return ExecuteStatementResult.builder()
          .items(shown(bound, item).map(List::of).orElse(List.of()))
          .consumedCapacity(
              Consumption.ofRead(
                      request.returnConsumedCapacity(),
                      bound.select().table(),
                      item,
                      source.consistent())
                  .orElse(null))
          .build();
    } finally {
      partition.latencies().record(OperationKind.GET, services.clock().nanoTime() - start);
    }
  }

  /** What a SELECT shows of an item, which may be null, if its condition holds. */
  static Optional<Item> shown(PreparedStatement.Selection bound, Item item) throws IOException {
    if (item == null || !Evaluation.test(bound.where(), item)) {
      return Optional.empty();
    }
    Item read = Evaluation.select(bound.columns().projection(), item);
    return Optional.of(bound.columns().select(read));
  }

  /** Pages that were read, and where to go on; null at the end. */
  private record Read(List<PageContent> pages, StatementToken next) {}

  private Read scan(
      PreparedStatement.Selection bound,
      ExecuteStatement request,
      PageSource source,
      StatementToken from,
      long start)
      throws IOException {
    ScanPlan plan =
        ScanPlan.of(
            source.target(),
            ScanRange.of(null, null),
            from.startKey(),
            selection(bound, Paging.limit(request.limit())),
            source.mode());
    ItemPartition first = plan.partitions().getFirst();
    long admission = services.throttle().requirePage(source.target(), first, null);
    PageContent page = services.pages().scan(plan, start);
    source.take(services.throttle(), first, null, page, admission);
    return new Read(
        List.of(page), page.lastKey().map(key -> new StatementToken(0, key)).orElse(null));
  }

  private Read query(
      PreparedStatement.Selection bound,
      ExecuteStatement request,
      PageSource source,
      Ordering ordering,
      StatementToken from,
      long start)
      throws IOException {
    List<KeyBounds> bounds = bounds(source, ordering, from);
    List<PageContent> pages = new ArrayList<>();
    int limit = Paging.limit(request.limit());
    long bytes = 0;
    long begin = start;
    for (int range = from.range(); range < bounds.size(); range++) {
      if (limit == 0 || bytes >= MAX_PAGE_BYTES) {
        return new Read(pages, new StatementToken(range, null));
      }
      QueryPlan plan =
          new QueryPlan(
              source.target(),
              bounds.get(range),
              ordering.forward(),
              selection(bound, limit),
              source.mode());
      byte[] key = plan.bounds().lower();
      long admission;
      try {
        admission = services.throttle().requirePage(source.target(), plan.partition(), key);
      } catch (ProvisionedThroughputExceededException | ThrottlingException refused) {
        if (pages.isEmpty()) {
          throw refused;
        }
        return new Read(pages, new StatementToken(range, null));
      }
      PageContent page = services.pages().query(plan, begin);
      source.take(services.throttle(), plan.partition(), key, page, admission);
      pages.add(page);
      if (page.lastKey().isPresent()) {
        return new Read(pages, new StatementToken(range, page.lastKey().get()));
      }
      limit -= page.scannedCount();
      bytes += page.sizeBytes();
      begin = services.clock().nanoTime();
    }
    return new Read(pages, null);
  }

  /** The engine keys of all ranges, of which the one to begin with is cut off. */
  private static List<KeyBounds> bounds(PageSource source, Ordering ordering, StatementToken from) {
    QueryKeys schema = source.target().schema();
    List<KeyBounds> bounds = new ArrayList<>(ordering.ranges().size());
    for (KeyCondition range : ordering.ranges()) {
      KeyBounds whole = QueryRange.of(schema, range);
      bounds.add(
          bounds.size() == from.range() && from.startKey() != null
              ? QueryRange.behind(schema, whole, range, from.startKey(), ordering.forward())
              : whole);
    }
    return bounds;
  }

  private static ExecuteStatementResult answer(
      PreparedStatement.Selection bound,
      ExecuteStatement request,
      PageSource source,
      byte[] digest,
      Read read) {
    List<Item> items = new ArrayList<>();
    for (PageContent page : read.pages()) {
      for (Item item : page.items()) {
        items.add(bound.columns().select(item));
      }
    }
    return ExecuteStatementResult.builder()
        .items(items)
        .nextToken(read.next() == null ? null : read.next().text(digest))
        .lastEvaluatedKey(read.next() == null ? null : read.next().startKey())
        .consumedCapacity(
            source.consumed(request.returnConsumedCapacity(), bound.select().table(), read.pages()))
        .build();
  }
}
