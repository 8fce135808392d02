package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.ConsumedCapacity;
import dev.varve.dynamodb.api.ItemCollectionMetrics;
import dev.varve.dynamodb.api.ReturnValue;
import dev.varve.dynamodb.api.rules.Findings;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.meter.Ending;
import dev.varve.dynamodb.metrics.ItemOperation;
import dev.varve.dynamodb.stats.OperationKind;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.write.Mutation;
import dev.varve.dynamodb.write.Outcome;
import dev.varve.io.NeverWaits;
import java.io.IOException;
import java.util.Optional;

/** An operation that writes one item: PutItem, UpdateItem, DeleteItem. */
abstract class WriteHandler<I, O> extends Handler<I, BoundWrite, O> {
  private final OperationKind kind;

  WriteHandler(Services services, Findings.Check<I> constraints, OperationKind kind) {
    super(services, constraints);
    this.kind = kind;
  }

  @Override
  final O perform(BoundWrite bound, long start) throws IOException {
    Table table = services.tables().require(bound.tableName());
    Mutation mutation = bound.mutation(table);
    if (bound.reporting().collections()) {
      NeverWaits.check(); // a whole collection is read after the write
    }
    try {
      Outcome outcome = services.mutations().apply(mutation);
      return answer(
          bound,
          outcome,
          bound.reporting().consumed(bound, outcome),
          bound.reporting().collection(services.collections(), outcome));
    } finally {
      mutation.partition().latencies().record(kind, services.clock().nanoTime() - start);
    }
  }

  abstract O answer(
      BoundWrite bound,
      Outcome outcome,
      Optional<ConsumedCapacity> consumed,
      Optional<ItemCollectionMetrics> collection);

  static void requireOldOrNone(ReturnValue values) {
    if (values != null && values != ReturnValue.NONE && values != ReturnValue.ALL_OLD) {
      throw new ValidationException("ReturnValues can only be ALL_OLD or NONE");
    }
  }

  @Override
  final void tell(BoundWrite bound, O answer, Ending ending, long nanos) {
    ItemOperation operation =
        switch (bound) {
          case BoundWrite.Put _ -> ItemOperation.PUT_ITEM;
          case BoundWrite.Update _ -> ItemOperation.UPDATE_ITEM;
          case BoundWrite.Delete _ -> ItemOperation.DELETE_ITEM;
          case BoundWrite.Check _ -> throw new AssertionError("a check is no operation");
        };
    services.metering().ended(operation, bound.tableName(), ending, nanos);
  }
}
