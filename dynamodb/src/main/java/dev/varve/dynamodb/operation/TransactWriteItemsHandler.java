package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.TransactWriteItems;
import dev.varve.dynamodb.api.TransactWriteItemsResult;
import dev.varve.dynamodb.api.rules.TransactWriteItemsRules;
import dev.varve.dynamodb.capacity.CapacityUnits;
import dev.varve.dynamodb.capacity.Consumption;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.refusal.Cancellation;
import dev.varve.dynamodb.refusal.Refusals;
import dev.varve.dynamodb.stats.OperationKind;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.token.RequestTokens;
import dev.varve.dynamodb.token.TokenRecord;
import dev.varve.dynamodb.write.Mutation;
import dev.varve.dynamodb.write.Outcome;
import dev.varve.dynamodb.write.Transactions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** TransactWriteItems. */
public final class TransactWriteItemsHandler
    extends Handler<TransactWriteItems, TransactWriteItemsHandler.Bound, TransactWriteItemsResult> {
  private final Transactions transactions;
  private final RequestTokens tokens;

  /** A request, bound. */
  record Bound(TransactWriteItems request, List<BoundWrite> actions, Reporting reporting) {}

  public TransactWriteItemsHandler(
      Services services, Transactions transactions, RequestTokens tokens) {
    super(services, TransactWriteItemsRules::check);
    this.transactions = transactions;
    this.tokens = tokens;
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
    Prepared prepared = prepare(bound.actions());
    String token = bound.request().clientRequestToken();
    if (token == null) {
      return apply(bound, prepared, Transactions.Note.NONE, start);
    }
    try (RequestTokens.Running running = tokens.begin(token)) {
      byte[] digest = TransactDigest.of(bound.request().transactItems());
      TokenRecord earlier = running.earlier();
      if (earlier != null) {
        return replay(bound, earlier, digest);
      }
      running.prepare();
      TransactWriteItemsResult answer =
          apply(
              bound,
              prepared,
              (batch, outcomes) -> running.put(batch, digest, readUnits(outcomes)),
              start);
      tokens.removeOld();
      return answer;
    }
  }

  /**
   * Actions on their tables.
   *
   * @param mutations those before the first that does not fit its table
   * @param broken why that one does not; null if all do
   */
  private record Prepared(int actions, List<Mutation> mutations, ValidationException broken) {
    void requireWhole() {
      if (broken != null) {
        throw Cancellation.invalid(actions, mutations.size(), broken);
      }
    }
  }

  private Prepared prepare(List<BoundWrite> actions) throws IOException {
    List<Table> tables = TransactTarget.tables(services.tables(), actions);
    List<Mutation> mutations = new ArrayList<>(actions.size());
    try {
      for (int i = 0; i < actions.size(); i++) {
        mutations.add(actions.get(i).mutation(tables.get(i)));
      }
    } catch (ValidationException e) {
      return new Prepared(actions.size(), mutations, e);
    }
    return new Prepared(actions.size(), mutations, null);
  }

  private TransactWriteItemsResult apply(
      Bound bound, Prepared prepared, Transactions.Note note, long start) throws IOException {
    prepared.requireWhole();
    try {
      List<Outcome> outcomes = transactions.apply(prepared.mutations(), note);
      TransactWriteItemsResult.Builder answer = TransactWriteItemsResult.builder();
      bound
          .reporting()
          .tellConsumed(
              Consumption.Kind.TRANSACTIONAL_WRITE,
              bound.actions(),
              outcomes,
              answer::consumedCapacity);
      bound
          .reporting()
          .tellCollections(
              services.collections(), bound.actions(), outcomes, answer::itemCollectionMetrics);
      return answer.build();
    } finally {
      record(prepared.mutations(), OperationKind.TRANSACT_WRITE, start);
    }
  }

  /** The answer to a request that was carried out before. */
  private static TransactWriteItemsResult replay(Bound bound, TokenRecord earlier, byte[] digest) {
    if (!Arrays.equals(earlier.digest(), digest)) {
      throw Refusals.otherParameters();
    }
    Consumption consumption =
        Consumption.of(bound.reporting().capacity(), Consumption.Kind.TRANSACTIONAL_READ);
    TransactWriteItemsResult.Builder answer = TransactWriteItemsResult.builder();
    if (consumption != null) {
      bound.actions().forEach(action -> consumption.table(action.tableName())); // as they are named
      earlier
          .readUnits()
          .forEach((table, units) -> consumption.table(table).add(units.doubleValue()));
      answer.consumedCapacity(consumption.all());
    }
    return answer.build();
  }

  /** What it takes to read the items that a transaction left, by table. */
  private static Map<String, Long> readUnits(List<Outcome> outcomes) {
    Map<String, Long> units = new LinkedHashMap<>();
    for (Outcome outcome : outcomes) {
      units.merge(
          outcome.mutation().table().name(),
          CapacityUnits.readUnits(outcome.sizeBytes()),
          Long::sum);
    }
    return units;
  }
}
