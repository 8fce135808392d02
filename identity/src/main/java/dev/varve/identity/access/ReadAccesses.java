package dev.varve.identity.access;

import dev.varve.dynamodb.ExpressionAttributes;
import dev.varve.dynamodb.api.ComparisonOperator;
import dev.varve.dynamodb.api.Condition;
import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.SearchVectors;
import dev.varve.dynamodb.api.Select;
import dev.varve.dynamodb.value.AttributeValue;
import java.util.List;
import java.util.Optional;

/** Accesses of operations that read many items of a table or an index. */
final class ReadAccesses {
  private ReadAccesses() {}

  static Access query(Query request) {
    return new Access.Builder("Query")
        .table(request.tableName())
        .index(request.indexName())
        .keys(attribute -> key(request, attribute).map(List::of))
        .attributes(out -> {
          ItemAccesses.names(request.keyConditions(), out);
          ItemAccesses.names(request.queryFilter(), out);
          ItemAccesses.names(request.attributesToGet(), out);
          ItemAccesses.condition(
              request.keyConditionExpression(), request.expressionAttributeNames(), out);
          ItemAccesses.condition(
              request.filterExpression(), request.expressionAttributeNames(), out);
          ItemAccesses.projection(
              request.projectionExpression(), request.expressionAttributeNames(), out);
        })
        .select(
            selected(
                request.select(),
                request.indexName(),
                request.projectionExpression(),
                request.attributesToGet()))
        .returnConsumedCapacity(request.returnConsumedCapacity())
        .build();
  }

  private static Optional<AttributeValue> key(Query request, String attribute) {
    if (request.keyConditionExpression() != null) {
      return ExpressionAttributes.keyValue(
          request.keyConditionExpression(),
          request.expressionAttributeNames(),
          request.expressionAttributeValues(),
          attribute);
    }
    Condition condition =
        request.keyConditions() == null ? null : request.keyConditions().get(attribute);
    return condition != null
            && condition.comparisonOperator() == ComparisonOperator.EQ
            && condition.attributeValueList() != null
            && condition.attributeValueList().size() == 1
        ? Optional.of(condition.attributeValueList().getFirst())
        : Optional.empty();
  }

  static Access scan(Scan request) {
    return new Access.Builder("Scan")
        .table(request.tableName())
        .index(request.indexName())
        .attributes(out -> {
          ItemAccesses.names(request.scanFilter(), out);
          ItemAccesses.names(request.attributesToGet(), out);
          ItemAccesses.condition(
              request.filterExpression(), request.expressionAttributeNames(), out);
          ItemAccesses.projection(
              request.projectionExpression(), request.expressionAttributeNames(), out);
        })
        .select(
            selected(
                request.select(),
                request.indexName(),
                request.projectionExpression(),
                request.attributesToGet()))
        .returnConsumedCapacity(request.returnConsumedCapacity())
        .build();
  }

  static Access search(SearchVectors request) {
    return new Access.Builder("SearchVectors")
        .table(request.tableName())
        .index(request.indexName())
        .opaque()
        .returnConsumedCapacity(request.returnConsumedCapacity())
        .build();
  }

  private static String selected(
      Select select, String index, String projection, List<String> attributesToGet) {
    if (select != null) {
      return select.name();
    }
    return index != null && projection == null && attributesToGet == null
        ? "ALL_PROJECTED_ATTRIBUTES"
        : ItemAccesses.selected(projection, attributesToGet);
  }
}
