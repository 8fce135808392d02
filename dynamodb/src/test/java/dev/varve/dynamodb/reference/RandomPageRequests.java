package dev.varve.dynamodb.reference;

import dev.varve.dynamodb.api.ComparisonOperator;
import dev.varve.dynamodb.api.Condition;
import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.Select;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random queries and scans. */
final class RandomPageRequests extends RandomParts {
  private final RandomLegacy legacy;

  RandomPageRequests(Random random, ReferenceDynamoDb reference) {
    super(random, reference);
    this.legacy = new RandomLegacy(random, values);
  }

  private TableState.Index index(TableState table) {
    return table.indexes.isEmpty() || values.chance(0.4)
        ? null
        : values.oneOf(List.copyOf(table.indexes.values()));
  }

  private Boolean consistent(TableState.Index index) {
    boolean isLikelyRight = index != null && index.isGlobal() && values.chance(0.97);
    return isLikelyRight ? (random.nextBoolean() ? null : false) : bool();
  }

  private Select select(TableState.Index index) {
    if (values.chance(0.6)) {
      return null;
    }
    if (values.chance(0.04)) {
      return values.oneOf(List.of(Select.values()));
    }
    return index == null
        ? values.oneOf(List.of(Select.ALL_ATTRIBUTES, Select.COUNT))
        : index.isGlobal() && !index.projectsAll()
            ? values.oneOf(List.of(Select.ALL_PROJECTED_ATTRIBUTES, Select.COUNT))
            : values.oneOf(
                List.of(Select.ALL_PROJECTED_ATTRIBUTES, Select.COUNT, Select.ALL_ATTRIBUTES));
  }

  private Integer limit() {
    return values.chance(0.5) ? null : 1 + random.nextInt(6);
  }

  /** What a read of an index may name. */
  private List<String> readable(TableState table, TableState.Index index) {
    List<String> attributes = attributesAndKeys(table);
    if (index != null && !index.projectsAll() && values.chance(index.isGlobal() ? 0.97 : 0.7)) {
      attributes.retainAll(table.projected(index));
    }
    return attributes;
  }

  /** What a filter may name. */
  private List<String> filterable(TableState table, TableState.Index index, boolean isQuery) {
    List<String> attributes = attributesAndKeys(table);
    if (index != null && !index.projectsAll() && (!isQuery || values.chance(0.97))) {
      attributes.retainAll(table.projected(index));
    }
    if (isQuery && values.chance(0.98)) {
      attributes.removeAll(TableState.names(index == null ? table.keys() : index.keys()));
    }
    return attributes;
  }

  /** A key to go on from: of an entry that is there, or was, or may be. */
  private Item start(TableState table, TableState.Index index, List<AttributeValue> hashValues) {
    List<TableState.Entry> entries = table.entries(index);
    List<TableState.Key> hash = index == null ? List.of(table.hash) : index.hash();
    if (hashValues != null) {
      entries.removeIf(entry -> {
        for (int i = 0; i < hash.size(); i++) {
          if (!entry.key().get(hash.get(i).name()).equals(hashValues.get(i))) {
            return true;
          }
        }
        return false;
      });
    }
    if (!entries.isEmpty() && values.chance(0.7)) {
      return values.oneOf(entries).key();
    }
    Map<String, AttributeValue> key = new LinkedHashMap<>();
    for (TableState.Key part : table.keys(index)) {
      key.put(part.name(), values.key(part.type()));
    }
    if (hashValues != null) {
      for (int i = 0; i < hash.size(); i++) {
        key.put(hash.get(i).name(), hashValues.get(i));
      }
    }
    return Item.of(key);
  }

  Command query() {
    TableState table = table();
    TableState.Index index = index(table);
    List<TableState.Key> hash = index == null ? List.of(table.hash) : index.hash();
    List<TableState.Key> range =
        index != null ? index.range() : table.range == null ? List.of() : List.of(table.range);
    List<AttributeValue> hashValues =
        hash.stream().map(key -> values.key(key.type(), index == null ? 5 : 3)).toList();
    List<TableState.Entry> entries = table.entries(index);
    if (!entries.isEmpty() && values.chance(0.7)) {
      Item key = values.oneOf(entries).key();
      hashValues = hash.stream().map(part -> key.get(part.name())).toList();
    }
    Placeholders placeholders = new Placeholders(values);
    Query.Builder query =
        Query.builder()
            .tableName(name(table))
            .indexName(index == null ? null : index.name())
            .limit(limit())
            .consistentRead(consistent(index))
            .scanIndexForward(bool())
            .returnConsumedCapacity(capacity());
    if (values.chance(0.005)) {
      query.indexName("no-such-index");
    }
    if (values.chance(0.1) && hash.size() == 1 && range.size() <= 1) {
      Map<String, Condition> conditions = new LinkedHashMap<>();
      conditions.put(hash.getFirst().name(), equal(hashValues.getFirst()));
      if (!range.isEmpty() && random.nextBoolean()) {
        conditions.put(
            range.getFirst().name(),
            Condition.builder()
                .comparisonOperator(
                    values.oneOf(
                        List.of(
                            ComparisonOperator.EQ,
                            ComparisonOperator.LE,
                            ComparisonOperator.LT,
                            ComparisonOperator.GE,
                            ComparisonOperator.GT)))
                .attributeValueList(List.of(values.key(range.getFirst().type())))
                .build());
      }
      query.keyConditions(conditions);
      if (values.chance(0.5)) {
        List<String> attributes = filterable(table, index, true);
        if (!attributes.isEmpty()) {
          Map<String, Condition> filter = legacy.filter(attributes);
          query.queryFilter(filter).conditionalOperator(legacy.operator(filter));
        }
      }
      if (values.chance(0.3)) {
        query.attributesToGet(attributeList(readable(table, index)));
      } else {
        query.select(select(index));
      }
    } else {
      Tree.Condition keyCondition = trees.keyCondition(placeholders, hash, hashValues, range);
      String text = Rendering.condition(keyCondition);
      query.keyConditionExpression(text);
      register(text, keyCondition);
      List<String> attributes = filterable(table, index, true);
      if (values.chance(0.35) && !attributes.isEmpty()) {
        query.filterExpression(condition(placeholders, attributes));
      }
      if (values.chance(0.3)) {
        query.projectionExpression(projectionText(placeholders, readable(table, index)));
        query.select(
            values.chance(0.02)
                ? Select.COUNT
                : values.chance(0.3) ? Select.SPECIFIC_ATTRIBUTES : null);
      } else {
        query.select(select(index));
      }
      query
          .expressionAttributeNames(placeholders.names())
          .expressionAttributeValues(placeholders.values());
    }
    if (values.chance(0.3)) {
      query.exclusiveStartKey(start(table, index, values.chance(0.95) ? hashValues : null));
    }
    Query request = query.build();
    return command(request, database -> database.query(request));
  }

  private static Condition equal(AttributeValue value) {
    return Condition.builder()
        .comparisonOperator(ComparisonOperator.EQ)
        .attributeValueList(List.of(value))
        .build();
  }

  Command scan() {
    TableState table = table();
    TableState.Index index = index(table);
    Placeholders placeholders = new Placeholders(values);
    Scan.Builder scan =
        Scan.builder()
            .tableName(name(table))
            .indexName(index == null ? null : index.name())
            .limit(limit())
            .consistentRead(consistent(index))
            .returnConsumedCapacity(capacity());
    List<String> attributes = filterable(table, index, false);
    if (values.chance(0.1)) {
      if (values.chance(0.7)) {
        Map<String, Condition> filter = legacy.filter(attributes);
        scan.scanFilter(filter).conditionalOperator(legacy.operator(filter));
      }
      if (values.chance(0.4)) {
        scan.attributesToGet(attributeList(readable(table, index)));
      } else {
        scan.select(select(index));
      }
    } else {
      if (values.chance(0.35)) {
        scan.filterExpression(condition(placeholders, attributes));
      }
      if (values.chance(0.3)) {
        scan.projectionExpression(projectionText(placeholders, readable(table, index)));
      } else {
        scan.select(select(index));
      }
      scan.expressionAttributeNames(placeholders.names())
          .expressionAttributeValues(placeholders.values());
    }
    if (values.chance(0.25)) {
      int total = 1 + random.nextInt(4);
      scan.totalSegments(total).segment(random.nextInt(total));
      List<TableState.Entry> entries = table.entries(index);
      if (values.chance(0.3) && !entries.isEmpty()) {
        scan.exclusiveStartKey(values.oneOf(entries).key());
      }
    } else if (values.chance(0.3)) {
      scan.exclusiveStartKey(start(table, index, null));
    }
    Scan request = scan.build();
    return command(request, database -> database.scan(request));
  }
}
