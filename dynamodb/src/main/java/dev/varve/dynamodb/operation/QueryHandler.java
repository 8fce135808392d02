package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.api.QueryResult;
import dev.varve.dynamodb.api.Select;
import dev.varve.dynamodb.api.rules.QueryRules;
import dev.varve.dynamodb.codec.KeyBounds;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.capacity.Consumption;
import dev.varve.dynamodb.expression.Condition;
import dev.varve.dynamodb.expression.Expressions;
import dev.varve.dynamodb.expression.KeyCondition;
import dev.varve.dynamodb.expression.KeyConditionTerms;
import dev.varve.dynamodb.expression.Projection;
import dev.varve.dynamodb.read.PageContent;
import dev.varve.dynamodb.read.QueryPlan;
import dev.varve.dynamodb.read.QueryRange;
import dev.varve.dynamodb.read.Selection;
import dev.varve.dynamodb.table.KeySchema;
import dev.varve.dynamodb.table.Table;
import java.io.IOException;

/** Query. */
public final class QueryHandler extends Handler<Query, QueryHandler.Bound, QueryResult> {
  /** A request, bound. */
  record Bound(
      Query request, Expressions expressions, KeyConditionTerms terms, Selection selection) {}

  public QueryHandler(Services services) {
    super(services, QueryRules::check);
  }

  @Override
  Bound bind(Query request) {
    Binding binding =
        new Binding(
            services.expressions(),
            request.expressionAttributeNames(),
            request.expressionAttributeValues());
    boolean hasValues =
        request.keyConditionExpression() != null || request.filterExpression() != null;
    binding.requireUsable(
        hasValues || request.projectionExpression() != null,
        hasValues,
        "FilterExpression and KeyConditionExpression are null");
    Paging.checkStartKey(request.exclusiveStartKey());
    if (request.keyConditionExpression() == null) {
      throw new ValidationException(
          "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.");
    }
    Condition keyCondition = binding.expressions().keyCondition(request.keyConditionExpression());
    Condition filter = binding.filter(request.filterExpression());
    Projection projection =
        Paging.projection(binding, request.projectionExpression(), request.select());
    Expressions expressions = binding.requireAllUsed();
    return new Bound(
        request,
        expressions,
        Expressions.keyTerms(keyCondition),
        new Selection(
            filter, projection, Paging.limit(request.limit()), request.select() == Select.COUNT));
  }

  @Override
  QueryResult perform(Bound bound, long start) throws IOException {
    Query request = bound.request();
    Table table = services.tables().require(request.tableName());
    KeySchema schema = table.schema();
    bound.expressions().requireKeysWhole(schema.names());
    if (bound.selection().filter() != null) {
      Expressions.requireKeyUnfiltered(bound.selection().filter(), schema.names());
    }
    KeyCondition condition = bound.terms().against(schema.partitionKey(), schema.sortKey());
    boolean forward = request.scanIndexForward() == null || request.scanIndexForward();
    KeyBounds bounds = QueryRange.of(schema, condition);
    if (request.exclusiveStartKey() != null) {
      bounds = QueryRange.behind(schema, bounds, condition, request.exclusiveStartKey(), forward);
    }
    PageContent page =
        services.pages().query(new QueryPlan(table, bounds, forward, bound.selection()), start);
    return QueryResult.builder()
        .items(page.items())
        .count(page.count())
        .scannedCount(page.scannedCount())
        .lastEvaluatedKey(page.lastKey().orElse(null))
        .consumedCapacity(
            Consumption.ofRead(
                    request.returnConsumedCapacity(),
                    request.tableName(),
                    page.sizeBytes(),
                    Boolean.TRUE.equals(request.consistentRead()))
                .orElse(null))
        .build();
  }
}
