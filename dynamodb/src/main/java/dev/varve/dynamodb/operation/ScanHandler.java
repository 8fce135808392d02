package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.ScanResult;
import dev.varve.dynamodb.api.Select;
import dev.varve.dynamodb.api.rules.ScanRules;
import dev.varve.dynamodb.expression.Condition;
import dev.varve.dynamodb.expression.Expressions;
import dev.varve.dynamodb.expression.Projection;
import dev.varve.dynamodb.legacy.AttributesToGet;
import dev.varve.dynamodb.legacy.Filters;
import dev.varve.dynamodb.meter.Ending;
import dev.varve.dynamodb.metrics.ItemOperation;
import dev.varve.dynamodb.metrics.Metric;
import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.read.PageContent;
import dev.varve.dynamodb.read.ScanPlan;
import dev.varve.dynamodb.read.ScanRange;
import dev.varve.dynamodb.read.Selection;
import java.io.IOException;

/** Scan. */
final class ScanHandler extends Handler<Scan, ScanHandler.Bound, ScanResult> {
  private static final Families<Scan> FAMILIES =
      Families.of(Scan::expressionAttributeNames)
          .values(Scan::expressionAttributeValues)
          .legacy("AttributesToGet", Scan::attributesToGet)
          .legacy("ScanFilter", Scan::scanFilter)
          .legacy("ConditionalOperator", Scan::conditionalOperator)
          .expression("ProjectionExpression", Scan::projectionExpression)
          .expression("FilterExpression", Scan::filterExpression)
          .build();

  /** A request, bound. */
  record Bound(Scan request, ScanRange range, Expressions expressions, Selection selection) {}

  public ScanHandler(Services services) {
    super(services, ScanRules::check);
  }

  @Override
  Bound bind(Scan request) {
    FAMILIES.check(request);
    Projection projection = AttributesToGet.projection(request.attributesToGet());
    Condition filter = Filters.condition(request.scanFilter(), request.conditionalOperator());
    Paging.checkStartKey(request.exclusiveStartKey());
    ScanRange range = ScanRange.of(request.segment(), request.totalSegments());
    Binding binding =
        new Binding(
            services.expressions(),
            request.expressionAttributeNames(),
            request.expressionAttributeValues());
    filter = binding.filter(request.filterExpression(), filter);
    projection = binding.projection(request.projectionExpression(), projection);
    Expressions expressions = binding.requireAllUsed();
    Paging.checkSelect(
        request.select(),
        request.projectionExpression(),
        request.attributesToGet(),
        request.indexName(),
        "Scanning");
    return new Bound(
        request,
        range,
        expressions,
        new Selection(
            filter, projection, Paging.limit(request.limit()), request.select() == Select.COUNT));
  }

  @Override
  ScanResult perform(Bound bound, long start) throws IOException {
    Scan request = bound.request();
    PageSource source =
        PageSource.of(
            services.tables(),
            request.tableName(),
            request.indexName(),
            request.select(),
            bound.selection(),
            request.consistentRead());
    source.table().requireKeysWhole(bound.expressions());
    ScanPlan plan =
        ScanPlan.of(
            source.target(),
            bound.range(),
            request.exclusiveStartKey(),
            bound.selection(),
            source.mode());
    ItemPartition first = plan.partitions().getFirst();
    long admission = services.throttle().requirePage(source.target(), first, null);
    PageContent page = services.pages().scan(plan, start);
    source.take(services.throttle(), first, null, page, admission);
    ScanResult.Builder answer =
        ScanResult.builder()
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
  void tell(Bound bound, ScanResult answer, Ending ending, long nanos) {
    String table = bound.request().tableName();
    services.metering().ended(ItemOperation.SCAN, table, ending, nanos);
    if (answer != null) {
      services
          .metering()
          .returned(Metric.RETURNED_ITEM_COUNT, ItemOperation.SCAN, table, answer.count());
    }
  }
}
