package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.ConsumedCapacity;
import dev.varve.dynamodb.api.ReturnConsumedCapacity;
import dev.varve.dynamodb.capacity.CapacityUnits;
import dev.varve.dynamodb.capacity.Consumption;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.refusal.Cancellation;
import dev.varve.dynamodb.refusal.Refusals;
import dev.varve.dynamodb.stats.OperationKind;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.token.RequestTokens;
import dev.varve.dynamodb.token.TokenRecord;
import dev.varve.dynamodb.token.TokenSpace;
import dev.varve.dynamodb.write.Mutation;
import dev.varve.dynamodb.write.Outcome;
import dev.varve.dynamodb.write.Transactions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The writes of transactions, once for each token of an operation. Safe for use by many threads.
 */
final class TransactWrites {
  private final Services services;
  private final Transactions transactions;
  private final RequestTokens tokens;
  private final TokenSpace space;

  TransactWrites(
      Services services, Transactions transactions, RequestTokens tokens, TokenSpace space) {
    this.services = services;
    this.transactions = transactions;
    this.tokens = tokens;
    this.space = space;
  }

  /**
   * What a transaction did.
   *
   * @param repeated whether it was carried out before and did nothing now
   * @param outcomes one for each action; none if it is repeated
   * @param consumed what the answer tells of that
   */
  record Done(
      boolean repeated, List<Outcome> outcomes, Optional<List<ConsumedCapacity>> consumed) {}

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

  /**
   * Carries out a transaction, unless one with its token has been.
   *
   * @param capacity what the answer tells of it; null for nothing
   * @param token null for none
   * @param digest tells the transaction from others with its token
   * @param start when the request came, by the clock's {@code nanoTime}
   * @throws dev.varve.dynamodb.error.DynamoException if it is refused; nothing is written then
   */
  Done run(
      List<BoundWrite> actions,
      ReturnConsumedCapacity capacity,
      String token,
      Supplier<byte[]> digest,
      long start)
      throws IOException {
    Prepared prepared = prepare(actions);
    if (token == null) {
      return apply(actions, prepared, capacity, Transactions.Note.NONE, start);
    }
    try (RequestTokens.Running running = tokens.begin(space, token)) {
      byte[] parameters = digest.get();
      TokenRecord earlier = running.earlier();
      if (earlier != null) {
        return repeat(actions, capacity, earlier, parameters);
      }
      running.prepare();
      Done done =
          apply(
              actions,
              prepared,
              capacity,
              (batch, outcomes) -> running.put(batch, parameters, readUnits(outcomes)),
              start);
      tokens.removeOld();
      return done;
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

  private Done apply(
      List<BoundWrite> actions,
      Prepared prepared,
      ReturnConsumedCapacity capacity,
      Transactions.Note note,
      long start)
      throws IOException {
    prepared.requireWhole();
    try {
      List<Outcome> outcomes = transactions.apply(prepared.mutations(), note);
      return new Done(
          false,
          outcomes,
          Reporting.consumed(capacity, Consumption.Kind.TRANSACTIONAL_WRITE, actions, outcomes));
    } finally {
      Handler.record(services, prepared.mutations(), OperationKind.TRANSACT_WRITE, start);
    }
  }

  /** The answer to a request that was carried out before. */
  private static Done repeat(
      List<BoundWrite> actions,
      ReturnConsumedCapacity capacity,
      TokenRecord earlier,
      byte[] digest) {
    if (!Arrays.equals(earlier.digest(), digest)) {
      throw Refusals.otherParameters();
    }
    Consumption consumption = Consumption.of(capacity, Consumption.Kind.TRANSACTIONAL_READ);
    if (consumption == null) {
      return new Done(true, List.of(), Optional.empty());
    }
    actions.forEach(action -> consumption.table(action.tableName())); // as they are named
    earlier
        .readUnits()
        .forEach((table, units) -> consumption.table(table).add(units.doubleValue()));
    return new Done(true, List.of(), Optional.of(consumption.all()));
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
