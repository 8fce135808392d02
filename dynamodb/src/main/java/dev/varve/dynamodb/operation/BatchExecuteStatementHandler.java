package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.BatchExecuteStatement;
import dev.varve.dynamodb.api.BatchExecuteStatementResult;
import dev.varve.dynamodb.api.BatchStatementError;
import dev.varve.dynamodb.api.BatchStatementErrorCodeEnum;
import dev.varve.dynamodb.api.BatchStatementRequest;
import dev.varve.dynamodb.api.BatchStatementResponse;
import dev.varve.dynamodb.api.ConditionalCheckFailedException;
import dev.varve.dynamodb.api.DuplicateItemException;
import dev.varve.dynamodb.api.ItemCollectionSizeLimitExceededException;
import dev.varve.dynamodb.api.ProvisionedThroughputExceededException;
import dev.varve.dynamodb.api.ResourceNotFoundException;
import dev.varve.dynamodb.api.ThrottlingException;
import dev.varve.dynamodb.api.TransactionConflictException;
import dev.varve.dynamodb.api.rules.BatchExecuteStatementRules;
import dev.varve.dynamodb.capacity.CapacityUnits;
import dev.varve.dynamodb.capacity.Consumption;
import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.lock.ItemId;
import dev.varve.dynamodb.meter.Ending;
import dev.varve.dynamodb.metrics.ItemOperation;
import dev.varve.dynamodb.partiql.binding.PreparedStatement;
import dev.varve.dynamodb.read.ItemKey;
import dev.varve.dynamodb.read.ManyReads;
import dev.varve.dynamodb.refusal.Refusals;
import dev.varve.dynamodb.stats.OperationKind;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.table.TableArns;
import dev.varve.dynamodb.value.Item;
import dev.varve.dynamodb.write.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * BatchExecuteStatement: statements on different items, all reads or all writes. Each succeeds or
 * fails by itself. The reads are of one moment; the writes are made one after the other.
 */
final class BatchExecuteStatementHandler
    extends Handler<
        BatchExecuteStatement, BatchExecuteStatementHandler.Bound, BatchExecuteStatementResult> {
  private static final String NAME = "BatchExecuteStatement";

  private final ManyReads reads;

  public BatchExecuteStatementHandler(Services services, ManyReads reads) {
    super(services, BatchExecuteStatementRules::check);
    this.reads = reads;
  }

  /** A request, bound. */
  record Bound(BatchExecuteStatement request, List<Part> parts) {}

  /** A statement on its way to a response. For one request. */
  private static final class Part {
    private final BatchStatementRequest request;
    private PreparedStatement statement;

    /** The item that it is about; null until that is known. */
    private ItemKey item;

    /** What it writes; null if it reads. */
    private BoundWrite write;

    /** That its read may go on. */
    private long admission;

    /** Why it fails; null if it does not. */
    private DynamoException failure;

    /** What it returns; null for nothing. */
    private Item returned;

    Part(BatchStatementRequest request) {
      this.request = request;
    }

    boolean isAlive() {
      return failure == null;
    }

    BatchStatementResponse response() {
      BatchStatementResponse.Builder response = BatchStatementResponse.builder();
      if (statement != null) {
        response.tableName(TableArns.name(statement.table()));
      }
      return failure == null
          ? response.item(returned).build()
          : response.error(error(failure)).build();
    }
  }

  /** Work on one statement, which fails alone. */
  private interface Work {
    void run() throws IOException;
  }

  private static void attempt(Part part, Work work) throws IOException {
    try {
      if (part.isAlive()) {
        work.run();
      }
    } catch (DynamoException failure) {
      part.failure = failure;
    }
  }

  @Override
  Bound bind(BatchExecuteStatement request) {
    List<Part> parts = new ArrayList<>(request.statements().size());
    int alive = 0;
    int reading = 0;
    for (BatchStatementRequest statement : request.statements()) {
      Part part = new Part(statement);
      parts.add(part);
      try {
        part.statement =
            PreparedStatement.of(
                services.expressions(), statement.statement(), statement.parameters());
        ExecuteStatementHandler.requireNoExists(part.statement);
        alive++;
        reading += part.statement.isRead() ? 1 : 0;
      } catch (ValidationException failure) {
        part.failure = failure;
      }
    }
    if (reading > 0 && reading < alive) {
      throw new ValidationException("The statements of a batch must be all reads or all writes");
    }
    return new Bound(request, parts);
  }

  @Override
  BatchExecuteStatementResult perform(Bound bound, long start) throws IOException {
    Consumption consumption =
        Consumption.of(bound.request().returnConsumedCapacity(), Consumption.Kind.PLAIN);
    Reporting reporting = Reporting.of(bound.request().returnConsumedCapacity(), null);
    for (Part part : bound.parts()) {
      attempt(part, () -> find(part, reporting));
    }
    requireDifferent(bound.parts());
    read(bound.parts(), consumption, start);
    write(bound.parts(), consumption);
    BatchExecuteStatementResult.Builder answer =
        BatchExecuteStatementResult.builder()
            .responses(bound.parts().stream().map(Part::response).toList());
    if (consumption != null) {
      answer.consumedCapacity(consumption.all());
    }
    return answer.build();
  }

  /** Finds the item of a statement. */
  private void find(Part part, Reporting reporting) {
    PreparedStatement statement = part.statement;
    Table table = services.tables().require(statement.table());
    Item key;
    if (statement.bound() instanceof PreparedStatement.Selection selection) {
      key = StatementReads.oneItem(selection, table, NAME).key();
      table.requireKeysWhole(selection.expressions());
      part.item = new ItemKey(table, table.schema().keyOfLookup(key));
    } else {
      part.write =
          StatementWrites.bind(
              statement, table, part.request.returnValuesOnConditionCheckFailure(), reporting);
      key = part.write.target();
      byte[] engineKey =
          part.write instanceof BoundWrite.Put
              ? table.schema().keyOfItem(key)
              : table.schema().keyOfLookup(key);
      part.item = new ItemKey(table, engineKey);
    }
  }

  private static void requireDifferent(List<Part> parts) {
    Set<ItemId> items = new HashSet<>();
    for (Part part : parts) {
      if (part.isAlive() && !items.add(part.item.item())) {
        throw Refusals.duplicateKeys();
      }
    }
  }

  private void read(List<Part> parts, Consumption consumption, long start) throws IOException {
    for (Part part : parts) {
      if (part.write == null) {
        attempt(
            part,
            () ->
                part.admission =
                    services
                        .throttle()
                        .requireRead(part.item.table(), part.item.partition(), part.item.key()));
      }
    }
    List<Part> reading =
        parts.stream().filter(part -> part.isAlive() && part.write == null).toList();
    if (reading.isEmpty()) {
      return;
    }
    List<Item> items =
        reads.read(
            reading.stream().map(part -> part.item).toList(),
            Long.MAX_VALUE,
            OperationKind.BATCH_GET,
            start);
    for (int i = 0; i < reading.size(); i++) {
      Part part = reading.get(i);
      boolean consistent = Boolean.TRUE.equals(part.request.consistentRead());
      if (services.throttle().isOn()) {
        services
            .throttle()
            .takeRead(
                part.item.table(),
                part.item.partition(),
                part.item.key(),
                CapacityUnits.readUnits(items.get(i), consistent),
                part.admission);
      }
      part.returned =
          StatementReads.shown((PreparedStatement.Selection) part.statement.bound(), items.get(i))
              .orElse(null);
      if (consumption != null) {
        consumption.table(part.statement.table()).addRead(items.get(i), consistent);
      }
    }
  }

  private void write(List<Part> parts, Consumption consumption) throws IOException {
    for (Part part : parts) {
      if (part.write != null) {
        attempt(
            part,
            () -> {
              Outcome outcome =
                  ExecuteStatementHandler.apply(
                      services, part.write, part.item.table(), services.clock().nanoTime());
              part.returned = part.write.returned(outcome).orElse(null);
              if (consumption != null) {
                Reporting.add(consumption, part.write, outcome);
              }
            });
      }
    }
  }

  private static BatchStatementError error(DynamoException failure) {
    return BatchStatementError.builder()
        .code(code(failure))
        .message(failure.getMessage())
        .item(
            failure instanceof ConditionalCheckFailedException failed
                ? failed.item().orElse(null)
                : null)
        .build();
  }

  private static BatchStatementErrorCodeEnum code(DynamoException failure) {
    return switch (failure) {
      case ValidationException _ -> BatchStatementErrorCodeEnum.VALIDATION_ERROR;
      case ConditionalCheckFailedException _ ->
          BatchStatementErrorCodeEnum.CONDITIONAL_CHECK_FAILED;
      case DuplicateItemException _ -> BatchStatementErrorCodeEnum.DUPLICATE_ITEM;
      case ResourceNotFoundException _ -> BatchStatementErrorCodeEnum.RESOURCE_NOT_FOUND;
      case TransactionConflictException _ -> BatchStatementErrorCodeEnum.TRANSACTION_CONFLICT;
      case ItemCollectionSizeLimitExceededException _ ->
          BatchStatementErrorCodeEnum.ITEM_COLLECTION_SIZE_LIMIT_EXCEEDED;
      case ProvisionedThroughputExceededException _ ->
          BatchStatementErrorCodeEnum.PROVISIONED_THROUGHPUT_EXCEEDED;
      case ThrottlingException _ -> BatchStatementErrorCodeEnum.THROTTLING_ERROR;
      default -> throw failure;
    };
  }

  @Override
  void tell(Bound bound, BatchExecuteStatementResult answer, Ending ending, long nanos) {
    tellEach(
        ItemOperation.BATCH_EXECUTE_STATEMENT,
        bound.parts().stream()
            .filter(part -> part.statement != null)
            .map(part -> part.statement.table())
            .toList(),
        ending,
        nanos);
  }
}
