package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.api.QueryResult;
import dev.varve.dynamodb.api.Select;
import dev.varve.dynamodb.api.rules.QueryRules;
import dev.varve.dynamodb.codec.KeyBounds;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.Condition;
import dev.varve.dynamodb.expression.Expressions;
import dev.varve.dynamodb.expression.KeyCondition;
import dev.varve.dynamodb.expression.KeyConditionTerms;
import dev.varve.dynamodb.expression.Projection;
import dev.varve.dynamodb.legacy.AttributesToGet;
import dev.varve.dynamodb.legacy.Filters;
import dev.varve.dynamodb.legacy.KeyConditions;
import dev.varve.dynamodb.meter.Ending;
import dev.varve.dynamodb.metrics.ItemOperation;
import dev.varve.dynamodb.metrics.Metric;
import dev.varve.dynamodb.read.PageContent;
import dev.varve.dynamodb.read.QueryPlan;
import dev.varve.dynamodb.read.QueryRange;
import dev.varve.dynamodb.read.Selection;
import dev.varve.dynamodb.table.QueryKeys;
import java.io.IOException;
import java.util.Collection;

/** Query. */
final class QueryHandler extends Handler<Query, QueryHandler.Bound, QueryResult> {
  private static final Families<Query> FAMILIES =
      Families.of(Query::expressionAttributeNames)
          .values(Query::expressionAttributeValues)
          .legacy("AttributesToGet", Query::attributesToGet)
          .legacy("QueryFilter", Query::queryFilter)
          .legacy("ConditionalOperator", Query::conditionalOperator)
          .legacy("KeyConditions", QueryHandler::excludedKeyConditions)
          .expression("ProjectionExpression", Query::projectionExpression)
          .expression("FilterExpression", Query::filterExpression)
          .expression("KeyConditionExpression", Query::keyConditionExpression)
          .build();

  /** A request, bound. */
  record Bound(
      Query request, Expressions expressions, KeyConditionTerms terms, Selection selection) {

    /**
     * Checks that the filter leaves the key alone.
     *
     * @throws ValidationException if it does not
     */
    void requireKeyUnfiltered(Collection<String> keyAttributes) {
      if (selection.filter() != null) {
        Expressions.requireKeyUnfiltered(
            request.queryFilter() == null ? "Filter Expression" : "QueryFilter",
            selection.filter(),
            keyAttributes);
      }
    }
  }

  public QueryHandler(Services services) {
    super(services, QueryRules::check);
  }

  @Override
  Bound bind(Query request) {
    FAMILIES.check(request);
    Condition filter = Filters.condition(request.queryFilter(), request.conditionalOperator());
    Projection projection = AttributesToGet.projection(request.attributesToGet());
    Paging.checkStartKey(request.exclusiveStartKey());
    if (request.keyConditionExpression() == null && request.keyConditions() == null) {
      throw new ValidationException(
          "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.");
    }
    Binding binding =
        new Binding(
            services.expressions(),
            request.expressionAttributeNames(),
            request.expressionAttributeValues());
    Condition keyCondition = binding.keyCondition(request.keyConditionExpression());
    filter = binding.filter(request.filterExpression(), filter);
    projection = binding.projection(request.projectionExpression(), projection);
    Expressions expressions = binding.requireAllUsed();
    KeyConditionTerms terms =
        keyCondition == null
            ? KeyConditions.terms(request.keyConditions())
            : Expressions.keyTerms(keyCondition);
    Paging.checkSelect(
        request.select(),
        request.projectionExpression(),
        request.attributesToGet(),
        request.indexName(),
        "Querying");
    return new Bound(
        request,
        expressions,
        terms,
        new Selection(
            filter, projection, Paging.limit(request.limit()), request.select() == Select.COUNT));
  }

  /** KeyConditions where there is an expression for the same: others may stand beside them. */
  private static Object excludedKeyConditions(Query request) {
    return request.keyConditionExpression() == null ? null : request.keyConditions();
  }

  @Override
  QueryResult perform(Bound bound, long start) throws IOException {
    Query request = bound.request();
    PageSource source =
        PageSource.of(
            services.tables(),
            request.tableName(),
            request.indexName(),
            request.select(),
            bound.selection(),
            request.consistentRead());
    QueryKeys schema = source.target().schema();
    source.table().requireKeysWhole(bound.expressions());
    bound.requireKeyUnfiltered(schema.names());
    source.requireFilterable(bound.selection());
    if (request.keyConditions() != null) {
      source.requirePlainKey();
    }
    KeyCondition condition = bound.terms().against(schema.partitionKeys(), schema.sortKeys());
    boolean forward = request.scanIndexForward() == null || request.scanIndexForward();
    KeyBounds bounds = QueryRange.of(schema, condition);
    if (request.exclusiveStartKey() != null) {
      bounds = QueryRange.behind(schema, bounds, condition, request.exclusiveStartKey(), forward);
    }
    QueryPlan plan =
        new QueryPlan(source.target(), bounds, forward, bound.selection(), source.mode());
    byte[] key = plan.bounds().lower();
    long admission = services.throttle().requirePage(source.target(), plan.partition(), key);
    PageContent page = services.pages().query(plan, start);
    source.take(services.throttle(), plan.partition(), key, page, admission);
    QueryResult.Builder answer =
        QueryResult.builder()
            .count(page.count())
            .scannedCount(page.scannedCount())
            .lastEvaluatedKey(page.lastKey().orElse(null))
            .consumedCapacity(
                source.consumed(request.returnConsumedCapacity(), request.tableName(), page));
    if (request.select() != Select.COUNT) {
      answer.items(page.items());
    }
    return answer.build();
  }

  @Override
  void tell(Bound bound, QueryResult answer, Ending ending, long nanos) {
    String table = bound.request().tableName();
    services.metering().ended(ItemOperation.QUERY, table, ending, nanos);
    if (answer != null) {
      services
          .metering()
          .returned(Metric.RETURNED_ITEM_COUNT, ItemOperation.QUERY, table, answer.count());
    }
  }
}
