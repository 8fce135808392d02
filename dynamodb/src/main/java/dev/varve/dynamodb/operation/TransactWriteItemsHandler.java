package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.TransactWriteItems;
import dev.varve.dynamodb.api.TransactWriteItemsResult;
import dev.varve.dynamodb.api.rules.TransactWriteItemsRules;
import dev.varve.dynamodb.meter.Ending;
import dev.varve.dynamodb.metrics.ItemOperation;
import dev.varve.dynamodb.token.RequestTokens;
import dev.varve.dynamodb.token.TokenSpace;
import dev.varve.dynamodb.write.Transactions;
import java.io.IOException;
import java.util.List;

/** TransactWriteItems. */
final class TransactWriteItemsHandler
    extends Handler<TransactWriteItems, TransactWriteItemsHandler.Bound, TransactWriteItemsResult> {
  private final TransactWrites writes;

  /** A request, bound. */
  record Bound(TransactWriteItems request, List<BoundWrite> actions, Reporting reporting) {}

  public TransactWriteItemsHandler(
      Services services, Transactions transactions, RequestTokens tokens) {
    super(services, TransactWriteItemsRules::check);
    this.writes =
        new TransactWrites(services, transactions, tokens, TokenSpace.TRANSACT_WRITE_ITEMS);
  }

  @Override
  Bound bind(TransactWriteItems request) {
    Reporting reporting =
        Reporting.of(request.returnConsumedCapacity(), request.returnItemCollectionMetrics());
    return new Bound(
        request,
        TransactActions.bind(services.expressions(), reporting, request.transactItems()),
        reporting);
  }

  @Override
  TransactWriteItemsResult perform(Bound bound, long start) throws IOException {
    TransactWrites.Done done =
        writes.run(
            bound.actions(),
            bound.reporting().capacity(),
            bound.request().clientRequestToken(),
            () -> TransactDigest.of(bound.request().transactItems()),
            start);
    TransactWriteItemsResult.Builder answer = TransactWriteItemsResult.builder();
    done.consumed().ifPresent(answer::consumedCapacity);
    if (!done.repeated()) {
      bound
          .reporting()
          .tellCollections(
              services.collections(),
              bound.actions(),
              done.outcomes(),
              answer::itemCollectionMetrics);
    }
    return answer.build();
  }

  @Override
  void tell(Bound bound, TransactWriteItemsResult answer, Ending ending, long nanos) {
    tellEach(
        ItemOperation.TRANSACT_WRITE_ITEMS,
        bound.actions().stream().map(BoundWrite::tableName).toList(),
        ending,
        nanos);
  }
}
