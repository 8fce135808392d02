package dev.varve.bench.kv;

import dev.varve.bench.measure.Measurement;

/** A workload on a store: what its threads do, and what is to be found afterwards. Used once. */
public interface Work {
  /** What to run. */
  Measurement.Plan plan();

  /**
   * Reads all of the store, settled, and compares it with what was written; for workloads that
   * write.
   *
   * @throws dev.varve.bench.measure.WrongAnswerException if something is missing or wrong
   */
  void verify() throws Exception;

  /** What the store holds afterwards, or {@code null} if no other workload can go on from it. */
  Dataset after();

  /** Bytes of keys and values that were written. */
  long userBytes();
}
