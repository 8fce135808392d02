package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.rules.Findings;
import dev.varve.dynamodb.meter.Ending;
import dev.varve.dynamodb.metrics.ItemOperation;
import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.stats.OperationKind;
import dev.varve.dynamodb.table.TableArns;
import dev.varve.dynamodb.write.Mutation;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The one way that a request goes: its members against the model's constraints, then all checks for
 * which the request alone is enough, then tables, keys, items and conditions, and the work. This is
 * the order in which the service reports errors.
 *
 * <p>Safe for use by many threads.
 *
 * @param <I> the request
 * @param <B> the request, checked and bound: its expressions parsed, its placeholders put in
 * @param <O> the answer
 */
public abstract class Handler<I, B, O> {
  final Services services;
  private final Findings.Check<I> constraints;

  /** Null if there can be none. */
  private final FaultInjection faults;

  /**
   * A handler.
   *
   * @param constraints the model's
   */
  Handler(Services services, Findings.Check<I> constraints) {
    this.services = services;
    this.constraints = constraints;
    this.faults = services.faults();
  }

  /**
   * Answers a request.
   *
   * @throws dev.varve.dynamodb.error.DynamoException if the service would refuse it; nothing is
   *     changed then
   * @throws IllegalStateException if the database is closed
   */
  public final O run(I request) throws IOException {
    long start = services.clock().nanoTime();
    services.mutations().requireOpen();
    Objects.requireNonNull(request, "request");
    B bound = null;
    try {
      Findings findings = new Findings();
      constraints.check(request, findings);
      findings.requireNone();
      bound = bind(request);
      B read = bound;
      O answer =
          faults == null ? perform(read, start) : faults.run(request, () -> perform(read, start));
      if (services.metering().measures()) {
        tell(bound, answer, Ending.SUCCESS, services.clock().nanoTime() - start);
      }
      return answer;
    } catch (Throwable failure) {
      if (services.metering().measures()) {
        tellFailure(bound, Ending.of(failure), start);
      }
      throw failure;
    }
  }

  private void tellFailure(B bound, Ending ending, long start) {
    if (ending == Ending.USER_ERROR) {
      services.metering().userError();
    }
    if (bound != null) {
      tell(bound, null, ending, services.clock().nanoTime() - start);
    }
  }

  /**
   * Tells the metering how a request ended, for each of its tables. Nothing, unless metrics count
   * the operation by itself.
   *
   * @param answer null if there is none
   * @param nanos how long it took
   */
  void tell(B bound, O answer, Ending ending, long nanos) {}

  /** Tells the metering how a request ended, once for each of some tables. */
  final void tellEach(
      ItemOperation operation, Collection<String> tables, Ending ending, long nanos) {
    Set<String> told = new HashSet<>();
    for (String table : tables) {
      if (told.add(TableArns.name(table))) {
        services.metering().ended(operation, table, ending, nanos);
      }
    }
  }

  /** Checks all that the request alone tells. */
  abstract B bind(I request);

  /**
   * Checks the rest and does the work.
   *
   * @param start when the request came, by the clock's {@code nanoTime}
   */
  abstract O perform(B bound, long start) throws IOException;

  /**
   * Enters how long an operation took on many items, once in each of their partitions.
   *
   * @param start when the request came, by the clock's {@code nanoTime}
   */
  final void record(List<Mutation> mutations, OperationKind kind, long start) {
    record(services, mutations, kind, start);
  }

  /** {@link #record(List, OperationKind, long)} for what is not a handler itself. */
  static void record(Services services, List<Mutation> mutations, OperationKind kind, long start) {
    long nanos = services.clock().nanoTime() - start;
    Set<Integer> recorded = new HashSet<>();
    for (Mutation mutation : mutations) {
      ItemPartition partition = mutation.partition();
      if (recorded.add(partition.id())) {
        partition.latencies().record(kind, nanos);
      }
    }
  }
}
