package dev.varve.dynamodb.reference;

import dev.varve.dynamodb.api.ConsumedCapacity;
import dev.varve.dynamodb.api.Copies;
import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.api.QueryResult;
import dev.varve.dynamodb.api.ReturnConsumedCapacity;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.ScanResult;
import dev.varve.dynamodb.api.Select;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Query and Scan. The order of partitions in a Scan, and of index entries with equal keys, is the
 * database's own affair and is told by the test. Where a page begins at a key that is not there,
 * several pages are right.
 */
final class Pages {
  private static final int MAX_PAGE = 1 << 20;

  private final ReferenceDynamoDb reference;

  Pages(ReferenceDynamoDb reference) {
    this.reference = reference;
  }

  /** What is common to both operations. */
  private record Read(
      TableState table,
      TableState.Index index,
      Predicate<Item> filter,
      List<List<Object>> projection,
      Select select,
      Integer limit,
      boolean isConsistent,
      ReturnConsumedCapacity wanted) {}

  private record Page(
      List<Item> items, int count, int scanned, Item last, ConsumedCapacity consumed) {}

  List<QueryResult> query(Query request) {
    Scope scope =
        reference.scope(request.expressionAttributeNames(), request.expressionAttributeValues());
    Tree.Condition keyCondition =
        scope.tree(request.keyConditionExpression(), Tree.Condition.class);
    Tree.Condition filter = scope.tree(request.filterExpression(), Tree.Condition.class);
    Conditions.checkLiterals(filter, scope, "FilterExpression");
    boolean hasList =
        request.projectionExpression() != null || !Copies.isAbsent(request.attributesToGet());
    checkSelect(request.select(), hasList, request.indexName() != null, true);
    TableState table = reference.requireTable(request.tableName());
    TableState.Index index = index(table, request.indexName());
    checkConsistency(index, request.consistentRead());
    Read read =
        new Read(
            table,
            index,
            item ->
                (filter == null || Conditions.test(filter, scope, item))
                    && Legacy.test(request.queryFilter(), request.conditionalOperator(), item),
            projection(scope, request.projectionExpression(), request.attributesToGet()),
            request.select(),
            request.limit(),
            Boolean.TRUE.equals(request.consistentRead()),
            request.returnConsumedCapacity());
    checkProjection(read);
    Predicate<Item> keys =
        keyCondition != null
            ? item -> Conditions.test(keyCondition, scope, item)
            : item -> Legacy.test(request.keyConditions(), null, item);
    checkKeyConditionTypes(read, request, keyCondition, scope);
    Set<String> filtered = new LinkedHashSet<>();
    if (filter != null) {
      Conditions.paths(filter, path -> filtered.add((String) scope.path(path).getFirst()));
    } else if (Legacy.isPresent(request.queryFilter())) {
      filtered.addAll(request.queryFilter().keySet());
    }
    checkFilter(read, filtered, filter != null);

    boolean forward = !Boolean.FALSE.equals(request.scanIndexForward());
    List<TableState.Entry> entries = new ArrayList<>(ordered(read, true));
    entries.removeIf(entry -> !keys.test(entry.key()));
    if (!forward) {
      Collections.reverse(entries);
    }
    Item start = request.exclusiveStartKey();
    if (start != null) {
      checkStartKey(read, start);
      checkStartInRange(read, start, keys, entries);
    }
    List<QueryResult> pages = new ArrayList<>();
    for (int from : starts(read, entries, start, forward)) {
      Page page = page(read, entries.subList(from, entries.size()));
      pages.add(
          QueryResult.builder()
              .items(page.items())
              .count(page.count())
              .scannedCount(page.scanned())
              .lastEvaluatedKey(page.last())
              .consumedCapacity(page.consumed())
              .build());
    }
    return pages;
  }

  List<ScanResult> scan(Scan request) {
    Scope scope =
        reference.scope(request.expressionAttributeNames(), request.expressionAttributeValues());
    Tree.Condition filter = scope.tree(request.filterExpression(), Tree.Condition.class);
    Conditions.checkLiterals(filter, scope, "FilterExpression");
    boolean hasList =
        request.projectionExpression() != null || !Copies.isAbsent(request.attributesToGet());
    checkSelect(request.select(), hasList, request.indexName() != null, false);
    TableState table = reference.requireTable(request.tableName());
    TableState.Index index = index(table, request.indexName());
    checkConsistency(index, request.consistentRead());
    Read read =
        new Read(
            table,
            index,
            item ->
                (filter == null || Conditions.test(filter, scope, item))
                    && Legacy.test(request.scanFilter(), request.conditionalOperator(), item),
            projection(scope, request.projectionExpression(), request.attributesToGet()),
            request.select(),
            request.limit(),
            Boolean.TRUE.equals(request.consistentRead()),
            request.returnConsumedCapacity());
    checkProjection(read);
    List<TableState.Entry> entries = new ArrayList<>(ordered(read, false));
    Item start = request.exclusiveStartKey();
    if (start != null) {
      checkStartKey(read, start);
    }
    if (request.totalSegments() != null) {
      Set<Item> inSegment =
          new HashSet<>(
              reference.segment(table, index, request.totalSegments(), request.segment()));
      entries.removeIf(entry -> !inSegment.contains(entry.key()));
      if (start != null && entries.stream().noneMatch(entry -> entry.key().equals(start))) {
        throw Refused.validation(
            "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use"
                + " ExclusiveStartKey with correct Segment. TotalSegments: "
                + request.totalSegments()
                + " Segment: "
                + request.segment());
      }
    }
    List<ScanResult> pages = new ArrayList<>();
    for (int from : starts(read, entries, start, true)) {
      Page page = page(read, entries.subList(from, entries.size()));
      pages.add(
          ScanResult.builder()
              .items(page.items())
              .count(page.count())
              .scannedCount(page.scanned())
              .lastEvaluatedKey(page.last())
              .consumedCapacity(page.consumed())
              .build());
    }
    return pages;
  }

  private static TableState.Index index(TableState table, String name) {
    if (name == null) {
      return null;
    }
    TableState.Index index = table.indexes.get(name);
    if (index == null) {
      throw Refused.validation("The table does not have the specified index: " + name);
    }
    return index;
  }

  private static void checkConsistency(TableState.Index index, Boolean isConsistent) {
    if (index != null && index.isGlobal() && Boolean.TRUE.equals(isConsistent)) {
      throw Refused.validation("Consistent reads are not supported on global secondary indexes");
    }
  }

  private static void checkSelect(
      Select select, boolean hasList, boolean hasIndex, boolean isQuery) {
    if (select == null) {
      return;
    }
    if (hasList && select != Select.SPECIFIC_ATTRIBUTES) {
      throw Refused.unsure("Cannot specify a projection with " + select);
    }
    if (!hasList && select == Select.SPECIFIC_ATTRIBUTES) {
      throw Refused.validation(
          "Must specify the AttributesToGet or ProjectionExpression when choosing to get"
              + " SPECIFIC_ATTRIBUTES");
    }
    if (!hasIndex && select == Select.ALL_PROJECTED_ATTRIBUTES) {
      String text = "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName";
      throw isQuery ? Refused.validation(text) : Refused.unsure(text);
    }
  }

  private List<List<Object>> projection(Scope scope, String expression, List<String> attributes) {
    return reference.projection(scope, expression, attributes);
  }

  private static void checkProjection(Read read) {
    if (read.index() == null || !read.index().isGlobal() || read.index().projectsAll()) {
      return;
    }
    if (read.select() == Select.ALL_ATTRIBUTES) {
      throw Refused.values(
          "Select type ALL_ATTRIBUTES is not supported for global secondary index "
              + read.index().name()
              + " because its projection type is not ALL");
    }
    if (read.projection() != null
        && !read.projection().stream()
            .allMatch(path -> read.table().projected(read.index()).contains(path.getFirst()))) {
      throw Refused.unsure("not projected: " + read.projection());
    }
  }

  private static List<TableState.Key> readKeys(Read read) {
    return read.index() == null ? read.table().keys() : read.index().keys();
  }

  private static void checkFilter(Read read, Set<String> filtered, boolean isExpression) {
    if (readKeys(read).stream().map(TableState.Key::name).filter(filtered::contains).count() > 1) {
      throw Refused.unsure("which of several key attributes in a filter is named");
    }
    for (TableState.Key key : readKeys(read)) {
      if (filtered.contains(key.name())) {
        throw Refused.validation(
            (isExpression ? "Filter Expression" : "QueryFilter")
                + " can only contain non-primary key attributes: Primary key attribute: "
                + key.name());
      }
    }
    if (read.index() != null && !read.index().projectsAll()) {
      filtered.removeAll(read.table().projected(read.index()));
      if (!filtered.isEmpty()) {
        String text =
            "One or more parameter values were invalid: Secondary index "
                + read.index().name()
                + " does not project one or more filter attributes: ["
                + String.join(", ", filtered)
                + "]";
        throw filtered.size() == 1 ? Refused.validation(text) : Refused.unsure(text);
      }
    }
  }

  private static void checkKeyConditionTypes(
      Read read, Query request, Tree.Condition condition, Scope scope) {
    for (TableState.Key key : readKeys(read)) {
      List<AttributeValue> values = new ArrayList<>();
      if (condition != null) {
        KeyConditionValues.of(condition, scope, key.name(), values);
      } else if (request.keyConditions().containsKey(key.name())) {
        values.addAll(request.keyConditions().get(key.name()).attributeValueList());
      }
      if (!values.stream().allMatch(key::fits)) {
        throw Refused.values("Condition parameter type does not match schema type");
      }
    }
  }

  /** All entries; in the order of a Scan, or, for one that reads by key, of the keys. */
  private List<TableState.Entry> ordered(Read read, boolean isQuery) {
    List<TableState.Entry> entries = read.table().entries(read.index());
    if (isQuery && read.index() == null) {
      if (read.table().range != null) {
        String name = read.table().range.name();
        entries.sort((a, b) -> Compare.compare(a.key().get(name), b.key().get(name)));
      }
      return entries;
    }
    return reference.inOrder(read.table(), read.index(), entries);
  }

  private static void checkStartKey(Read read, Item start) {
    List<TableState.Key> keys = read.table().keys(read.index());
    boolean fits =
        start.asMap().size() == keys.size()
            && keys.stream()
                .allMatch(key -> start.get(key.name()) != null && key.fits(start.get(key.name())));
    if (!fits) {
      throw Refused.unsure("The provided starting key is invalid");
    }
  }

  private static void checkStartInRange(
      Read read, Item start, Predicate<Item> keys, List<TableState.Entry> entries) {
    if (keys.test(start)) {
      return;
    }
    if (read.index() == null && read.table().range != null && !entries.isEmpty()) {
      String hash = read.table().hash.name();
      if (entries.getFirst().key().get(hash).equals(start.get(hash))) {
        throw Refused.validation(
            "The provided starting key does not match the range key predicate");
      }
    }
    throw Refused.unsure("The provided starting key does not fit the conditions");
  }

  /** From which entries on a page may go. */
  private static List<Integer> starts(
      Read read, List<TableState.Entry> entries, Item start, boolean forward) {
    if (start == null) {
      return List.of(0);
    }
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).key().equals(start)) {
        return List.of(i + 1);
      }
    }
    List<Integer> starts = new ArrayList<>();
    for (int i = 0; i <= entries.size(); i++) {
      int from = i;
      boolean fits = true;
      for (int j = 0; j < entries.size(); j++) {
        int order = order(read, entries.get(j).key(), start) * (forward ? 1 : -1);
        fits &= j < from ? order <= 0 : order >= 0;
      }
      if (fits) {
        starts.add(from);
      }
    }
    return starts;
  }

  /** The order of two keys as far as it is known: 0 where it is not. */
  private static int order(Read read, Item a, Item b) {
    List<TableState.Key> hash =
        read.index() == null ? List.of(read.table().hash) : read.index().hash();
    for (TableState.Key key : hash) {
      if (!a.get(key.name()).equals(b.get(key.name()))) {
        return 0;
      }
    }
    List<TableState.Key> range = new ArrayList<>();
    if (read.index() != null) {
      range.addAll(read.index().range());
    } else if (read.table().range != null) {
      range.add(read.table().range);
    }
    for (TableState.Key key : range) {
      int order = Compare.compare(a.get(key.name()), b.get(key.name()));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private Page page(Read read, List<TableState.Entry> entries) {
    List<Item> items = new ArrayList<>();
    int scanned = 0;
    int count = 0;
    long size = 0;
    Item last = null;
    boolean fetches = fetches(read);
    double fetched = 0;
    double factor = read.isConsistent() ? 1 : 0.5;
    for (TableState.Entry entry : entries) {
      scanned++;
      size += Sizes.of(entry.shown());
      Item seen = fetches ? entry.item() : entry.shown();
      fetched += fetches ? factor * Sizes.readUnits(Sizes.of(entry.item())) : 0;
      if (read.filter().test(seen)) {
        count++;
        if (read.select() != Select.COUNT) {
          items.add(read.projection() == null ? seen : Paths.project(seen, read.projection()));
        }
      }
      if ((read.limit() != null && scanned == read.limit()) || size >= MAX_PAGE) {
        last = entry.key();
        break;
      }
    }
    Cost cost = new Cost(read.table());
    double units = factor * Sizes.readUnits(size);
    if (read.index() == null) {
      cost.table(units);
    } else {
      cost.table(fetched).index(read.index(), units);
    }
    if (fetches) {
      reference.unsure("consumedCapacity", count < scanned);
    }
    return new Page(items, count, scanned, last, cost.told(read.wanted(), Cost.Kind.PLAIN));
  }

  /** Whether a read of a local index goes to the items for what the index does not hold. */
  private static boolean fetches(Read read) {
    if (read.index() == null || read.index().isGlobal() || read.index().projectsAll()) {
      return false;
    }
    return read.select() == Select.ALL_ATTRIBUTES
        || (read.projection() != null
            && !read.projection().stream()
                .allMatch(path -> read.table().projected(read.index()).contains(path.getFirst())));
  }
}
