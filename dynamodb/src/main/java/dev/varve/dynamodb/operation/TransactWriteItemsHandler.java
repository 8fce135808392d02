package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.TransactWriteItems;
import dev.varve.dynamodb.api.TransactWriteItemsResult;
import dev.varve.dynamodb.api.rules.TransactWriteItemsRules;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.lock.ItemId;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** TransactWriteItems. */
public final class TransactWriteItemsHandler
    extends Handler<
        TransactWriteItems, TransactWriteItemsHandler.Bound, TransactWriteItemsResult> {
  private static final int READ_UNIT_BYTES = 4096;

  private final Transactions transactions;
  private final RequestTokens tokens;

  /** A request, bound. */
  record Bound(TransactWriteItems request, List<BoundWrite> actions) {}

  public TransactWriteItemsHandler(
      Services services, Transactions transactions, RequestTokens tokens) {
    super(services, TransactWriteItemsRules::check);
    this.transactions = transactions;
    this.tokens = tokens;
  }

  @Override
  Bound bind(TransactWriteItems request) {
    return new Bound(
        request, TransactActions.bind(services.expressions(), request.transactItems()));
  }

  @Override
  TransactWriteItemsResult perform(Bound bound, long start) throws IOException {
    Prepared prepared = prepare(bound.actions());
    String token = bound.request().clientRequestToken();
    if (token == null) {
      return apply(prepared, Transactions.Note.NONE, start);
    }
    try (RequestTokens.Running running = tokens.begin(token)) {
      byte[] digest = TransactDigest.of(bound.request().transactItems());
      TokenRecord earlier = running.earlier();
      if (earlier != null) {
        return replay(earlier, digest);
      }
      running.prepare();
      TransactWriteItemsResult answer =
          apply(
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
    List<Table> tables = new ArrayList<>(actions.size());
    for (BoundWrite action : actions) {
      tables.add(services.tables().require(action.tableName()));
    }
    for (int i = 0; i < actions.size(); i++) {
      tables.get(i).schema().requireNotEmpty(actions.get(i).target());
    }
    List<Mutation> mutations = new ArrayList<>(actions.size());
    Set<ItemId> targets = new HashSet<>();
    ValidationException broken = null;
    for (int i = 0; i < actions.size(); i++) {
      Mutation mutation;
      try {
        mutation = actions.get(i).mutation(tables.get(i));
      } catch (ValidationException e) {
        broken = broken == null ? e : broken;
        continue;
      }
      if (!targets.add(mutation.item())) {
        throw Refusals.itemTwice();
      }
      if (broken == null) {
        mutations.add(mutation);
      }
    }
    return new Prepared(actions.size(), mutations, broken);
  }

  private TransactWriteItemsResult apply(Prepared prepared, Transactions.Note note, long start)
      throws IOException {
    prepared.requireWhole();
    try {
      transactions.apply(prepared.mutations(), note);
      return TransactWriteItemsResult.builder().build();
    } finally {
      record(prepared.mutations(), OperationKind.TRANSACT_WRITE, start);
    }
  }

  /** The answer to a request that was carried out before. */
  private static TransactWriteItemsResult replay(TokenRecord earlier, byte[] digest) {
    if (!Arrays.equals(earlier.digest(), digest)) {
      throw Refusals.otherParameters();
    }
    return TransactWriteItemsResult.builder().build();
  }

  /** What it takes to read the items that a transaction left, by table. */
  private static Map<String, Long> readUnits(List<Outcome> outcomes) {
    Map<String, Long> units = new LinkedHashMap<>();
    for (Outcome outcome : outcomes) {
      long read = Math.ceilDiv(outcome.sizeBytes(), READ_UNIT_BYTES);
      units.merge(outcome.mutation().table().name(), Math.max(1, read), Long::sum);
    }
    return units;
  }
}
