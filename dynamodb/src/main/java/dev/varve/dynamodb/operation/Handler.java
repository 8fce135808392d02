package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.rules.Findings;
import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.stats.OperationKind;
import dev.varve.dynamodb.write.Mutation;
import java.io.IOException;
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
    Findings findings = new Findings();
    constraints.check(request, findings);
    findings.requireNone();
    B bound = bind(request);
    return faults == null
        ? perform(bound, start)
        : faults.run(request, () -> perform(bound, start));
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
