package dev.varve.bench.compare;

import dev.varve.bench.kv.Work;
import dev.varve.bench.measure.Distributions;
import dev.varve.bench.measure.Measured;
import dev.varve.bench.measure.Observation;
import dev.varve.bench.measure.PhaseListener;
import dev.varve.bench.result.CellResult;
import dev.varve.bench.store.Subject;
import java.nio.file.Path;
import java.util.function.ToLongFunction;

/**
 * The measured part of a cell, the same at all levels: the operations, until the store has settled,
 * the verification, the figures.
 *
 * @param store what is measured
 * @param folder its files, or {@code null} if it has none
 * @param durability of the operations, as results call it
 * @param expected operations that there will be, 0 if that depends on the time
 * @param present how many keys the store holds afterwards
 */
record CellMeasurement(
    Subject store,
    Path folder,
    String durability,
    long expected,
    ToLongFunction<Measured> present) {
  /**
   * Measures it.
   *
   * @throws dev.varve.bench.measure.WrongAnswerException if the store gave a wrong answer
   */
  CellResult run(CellSpec spec, Work work, PhaseListener progress) throws Exception {
    Observation observed = Observation.of(work.plan(), store, folder, expected, progress);
    progress.phase("verifying", 0);
    work.verify();
    Measured measured = observed.measured();
    return observed.result(
        spec.identity(durability),
        Distributions.parts(work.plan().parts(), measured),
        work.userBytes(),
        Math.round(present.applyAsLong(measured) * spec.parameters().entryBytes()),
        true);
  }
}
