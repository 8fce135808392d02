package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.ExecuteTransaction;
import dev.varve.dynamodb.api.ExecuteTransactionResult;
import dev.varve.dynamodb.api.ItemResponse;
import dev.varve.dynamodb.api.ParameterizedStatement;
import dev.varve.dynamodb.api.TransactionCanceledException;
import dev.varve.dynamodb.api.rules.ExecuteTransactionRules;
import dev.varve.dynamodb.capacity.Consumption;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.Expressions;
import dev.varve.dynamodb.meter.Ending;
import dev.varve.dynamodb.metrics.ItemOperation;
import dev.varve.dynamodb.partiql.binding.PreparedStatement;
import dev.varve.dynamodb.read.ItemKey;
import dev.varve.dynamodb.read.ManyReads;
import dev.varve.dynamodb.refusal.Cancellation;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.token.RequestTokens;
import dev.varve.dynamodb.token.TokenSpace;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.dynamodb.value.ItemRules;
import dev.varve.dynamodb.write.Transactions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;

/**
 * ExecuteTransaction: statements on different items, all reads or all writes, of which EXISTS
 * counts as one. What is wrong with a statement refuses the request; what is wrong with its key or
 * its item cancels the transaction.
 */
final class ExecuteTransactionHandler
    extends Handler<ExecuteTransaction, ExecuteTransactionHandler.Bound, ExecuteTransactionResult> {
  private static final String NAME = "ExecuteTransaction";

  /** How many bytes the items, keys and parameters of all statements may have together. */
  private static final long MAX_BYTES = 4 << 20;

  private final TransactWrites writes;
  private final TransactedReads reads;

  public ExecuteTransactionHandler(
      Services services, Transactions transactions, RequestTokens tokens, ManyReads reads) {
    super(services, ExecuteTransactionRules::check);
    this.writes =
        new TransactWrites(services, transactions, tokens, TokenSpace.EXECUTE_TRANSACTION);
    this.reads = new TransactedReads(services.throttle(), transactions, reads);
  }

  /** A request, bound. */
  record Bound(ExecuteTransaction request, List<PreparedStatement> statements) {}

  /** A SELECT with its key. */
  private record Get(PreparedStatement.Selection selection, Item target) implements TransactRead {
    @Override
    public String tableName() {
      return selection.select().table();
    }

    @Override
    public Expressions expressions() {
      return selection.expressions();
    }
  }

  /** Work on a statement, whose errors tell which one it is. */
  private static <T> T ofStatement(int place, Supplier<T> work) {
    try {
      return work.get();
    } catch (ValidationException e) {
      ValidationException error =
          new ValidationException(
              "Validation failed in TransactStatements[" + place + "]: " + e.getMessage());
      error.initCause(e);
      throw error;
    }
  }

  @Override
  Bound bind(ExecuteTransaction request) {
    List<PreparedStatement> statements = new ArrayList<>(request.transactStatements().size());
    long bytes = 0;
    for (ParameterizedStatement statement : request.transactStatements()) {
      statements.add(ofStatement(statements.size(), () -> prepare(statement)));
      bytes += bytes(statement, statements.getLast());
    }
    long reading = statements.stream().filter(PreparedStatement::isRead).count();
    if (reading > 0 && reading < statements.size()) {
      throw new ValidationException(
          "The statements of a transaction must be all reads or all writes");
    }
    if (bytes > MAX_BYTES) {
      throw new ValidationException(
          "The items and values of the transaction have more than 4 MB together");
    }
    return new Bound(request, statements);
  }

  private PreparedStatement prepare(ParameterizedStatement request) {
    PreparedStatement statement =
        PreparedStatement.of(services.expressions(), request.statement(), request.parameters());
    if (StatementWrites.returns(statement)) {
      throw new ValidationException("RETURNING is not supported within ExecuteTransaction");
    }
    return statement;
  }

  /** What a statement brings along: its item, or its parameters. */
  private static long bytes(ParameterizedStatement request, PreparedStatement statement) {
    if (statement.bound() instanceof PreparedStatement.Insertion insertion) {
      return insertion.sizeBytes();
    }
    List<AttributeValue> parameters = request.parameters();
    return parameters == null ? 0 : parameters.stream().mapToLong(ItemRules::sizeBytes).sum();
  }

  @Override
  ExecuteTransactionResult perform(Bound bound, long start) throws IOException {
    return bound.statements().getFirst().isRead() ? read(bound, start) : write(bound, start);
  }

  private ExecuteTransactionResult write(Bound bound, long start) throws IOException {
    ExecuteTransaction request = bound.request();
    Reporting reporting = Reporting.of(request.returnConsumedCapacity(), null);
    List<BoundWrite> actions = new ArrayList<>(bound.statements().size());
    BitSet inserts = new BitSet();
    for (PreparedStatement statement : bound.statements()) {
      int place = actions.size();
      Table table = services.tables().require(statement.table());
      actions.add(
          ofStatement(
              place,
              () ->
                  StatementWrites.bind(
                      statement,
                      table,
                      request.transactStatements().get(place).returnValuesOnConditionCheckFailure(),
                      reporting)));
      inserts.set(place, statement.bound() instanceof PreparedStatement.Insertion);
    }
    try {
      TransactWrites.Done done =
          writes.run(
              actions,
              reporting.capacity(),
              request.clientRequestToken(),
              () -> TransactDigest.ofStatements(request.transactStatements()),
              start);
      ExecuteTransactionResult.Builder answer = ExecuteTransactionResult.builder();
      done.consumed().ifPresent(answer::consumedCapacity);
      return answer.build();
    } catch (TransactionCanceledException canceled) {
      throw Cancellation.ofInserts(canceled, inserts);
    }
  }

  private ExecuteTransactionResult read(Bound bound, long start) throws IOException {
    List<Get> gets = new ArrayList<>(bound.statements().size());
    for (PreparedStatement statement : bound.statements()) {
      PreparedStatement.Selection selection = (PreparedStatement.Selection) statement.bound();
      Table table = services.tables().require(statement.table());
      gets.add(
          ofStatement(
              gets.size(),
              () -> new Get(selection, StatementReads.oneItem(selection, table, NAME).key())));
    }
    List<ItemKey> keys = TransactRead.keys(services.tables(), gets);
    return answer(bound, gets, reads.read(keys, start));
  }

  private static ExecuteTransactionResult answer(Bound bound, List<Get> gets, List<Item> items)
      throws IOException {
    Consumption consumption =
        Consumption.of(
            bound.request().returnConsumedCapacity(), Consumption.Kind.TRANSACTIONAL_READ);
    List<ItemResponse> responses = new ArrayList<>(gets.size());
    for (int i = 0; i < gets.size(); i++) {
      responses.add(
          ItemResponse.builder()
              .item(StatementReads.shown(gets.get(i).selection(), items.get(i)).orElse(null))
              .build());
      if (consumption != null) {
        consumption.table(gets.get(i).tableName()).addRead(items.get(i), true);
      }
    }
    ExecuteTransactionResult.Builder answer =
        ExecuteTransactionResult.builder().responses(responses);
    if (consumption != null) {
      answer.consumedCapacity(consumption.all());
    }
    return answer.build();
  }

  @Override
  void tell(Bound bound, ExecuteTransactionResult answer, Ending ending, long nanos) {
    tellEach(
        ItemOperation.EXECUTE_TRANSACTION,
        bound.statements().stream().map(PreparedStatement::table).toList(),
        ending,
        nanos);
  }
}
