package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.ConditionalCheckFailedException;
import dev.varve.dynamodb.api.ExecuteStatement;
import dev.varve.dynamodb.api.ExecuteStatementResult;
import dev.varve.dynamodb.api.rules.ExecuteStatementRules;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.meter.Ending;
import dev.varve.dynamodb.metrics.ItemOperation;
import dev.varve.dynamodb.metrics.Metric;
import dev.varve.dynamodb.partiql.binding.PreparedStatement;
import dev.varve.dynamodb.partiql.syntax.Statement;
import dev.varve.dynamodb.refusal.Refusals;
import dev.varve.dynamodb.stats.OperationKind;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.write.Mutation;
import dev.varve.dynamodb.write.Outcome;
import java.io.IOException;
import java.util.List;

/** ExecuteStatement. */
final class ExecuteStatementHandler
    extends Handler<ExecuteStatement, ExecuteStatementHandler.Bound, ExecuteStatementResult> {
  private final StatementReads reads;

  /** A request, bound. */
  record Bound(ExecuteStatement request, PreparedStatement statement) {}

  public ExecuteStatementHandler(Services services) {
    super(services, ExecuteStatementRules::check);
    this.reads = new StatementReads(services);
  }

  @Override
  Bound bind(ExecuteStatement request) {
    PreparedStatement statement =
        PreparedStatement.of(services.expressions(), request.statement(), request.parameters());
    requireNoExists(statement);
    if (request.nextToken() != null && !statement.isRead()) {
      throw new ValidationException("NextToken does not match request");
    }
    return new Bound(request, statement);
  }

  /**
   * Checks that a statement is none that only a transaction can have.
   *
   * @throws ValidationException if it is
   */
  static void requireNoExists(PreparedStatement statement) {
    if (statement.statement() instanceof Statement.Exists) {
      throw new ValidationException("EXISTS is only supported within ExecuteTransaction");
    }
  }

  @Override
  ExecuteStatementResult perform(Bound bound, long start) throws IOException {
    return bound.statement().bound() instanceof PreparedStatement.Selection selection
        ? reads.page(selection, bound.request(), start)
        : write(bound, start);
  }

  private ExecuteStatementResult write(Bound bound, long start) throws IOException {
    ExecuteStatement request = bound.request();
    Table table = services.tables().require(bound.statement().table());
    BoundWrite write =
        StatementWrites.bind(
            bound.statement(),
            table,
            request.returnValuesOnConditionCheckFailure(),
            Reporting.of(request.returnConsumedCapacity(), null));
    Outcome outcome = apply(services, write, table, start);
    return ExecuteStatementResult.builder()
        .items(write.returned(outcome).map(List::of).orElse(List.of()))
        .consumedCapacity(write.reporting().consumed(write, outcome).orElse(null))
        .build();
  }

  /**
   * Carries out the write of a statement.
   *
   * @throws dev.varve.dynamodb.error.DynamoException if it is refused; of an INSERT, {@code
   *     DuplicateItemException} if there is an item
   */
  static Outcome apply(Services services, BoundWrite write, Table table, long start)
      throws IOException {
    Mutation mutation = write.mutation(table);
    try {
      return services.mutations().apply(mutation);
    } catch (ConditionalCheckFailedException failure) {
      throw write instanceof BoundWrite.Put ? Refusals.duplicateItem() : failure;
    } finally {
      record(services, List.of(mutation), kind(write), start);
    }
  }

  private static OperationKind kind(BoundWrite write) {
    return switch (write) {
      case BoundWrite.Put _ -> OperationKind.PUT;
      case BoundWrite.Update _ -> OperationKind.UPDATE;
      case BoundWrite.Delete _ -> OperationKind.DELETE;
      case BoundWrite.Check _ -> OperationKind.TRANSACT_WRITE;
    };
  }

  @Override
  void tell(Bound bound, ExecuteStatementResult answer, Ending ending, long nanos) {
    String table = bound.statement().table();
    services.metering().ended(ItemOperation.EXECUTE_STATEMENT, table, ending, nanos);
    if (answer != null && bound.statement().isRead()) {
      services
          .metering()
          .returned(
              Metric.RETURNED_ITEM_COUNT,
              ItemOperation.EXECUTE_STATEMENT,
              table,
              answer.items().size());
    }
  }
}
