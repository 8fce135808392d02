package dev.varve.bench.compare;

import dev.varve.bench.files.Folders;
import dev.varve.bench.kv.Work;
import dev.varve.bench.measure.Measured;
import dev.varve.bench.measure.Measurement;
import dev.varve.bench.measure.ProcessFigures;
import dev.varve.bench.result.CellResult;
import dev.varve.bench.store.Subject;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The measured part of a cell, the same at all levels: the operations, until the store has settled,
 * the figures, the verification.
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
  private static final double NANOS = 1e9;

  /**
   * Measures it.
   *
   * @throws dev.varve.bench.measure.WrongAnswerException if the store gave a wrong answer
   */
  CellResult run(CellSpec spec, Work work, CellProgress progress) throws Exception {
    ProcessFigures.resetPeakRss();
    long writtenBefore = ProcessFigures.writtenBytes();
    long cpuBefore = ProcessFigures.cpuNanos();
    progress.phase("measuring", expected);
    Measured measured = Measurement.run(work.plan(), store::activity, progress::operations);
    progress.phase("settling", 0);
    long settling = System.nanoTime();
    store.settle();
    double settleSeconds = (System.nanoTime() - settling) / NANOS;
    long cpu = ProcessFigures.cpuNanos() - cpuBefore;
    long written = ProcessFigures.writtenBytes() - writtenBefore;
    long peakRss = ProcessFigures.peakRssBytes();
    long pss = ProcessFigures.pssBytes();
    long anonymous = ProcessFigures.anonymousBytes();
    long disk = folder == null ? 0 : Folders.occupiedBytes(folder);
    List<CellResult.Level> levels =
        store.levels().stream()
            .map(l -> new CellResult.Level(l.level(), l.files(), l.bytes(), l.writtenBytes()))
            .toList();
    progress.phase("verifying", 0);
    work.verify();
    double rate = spec.parameters().rate();
    return new CellResult(
        spec.level(),
        spec.store(),
        spec.workload(),
        spec.threads(),
        spec.round(),
        durability,
        rate == 0 ? "closed" : "open",
        rate,
        spec.keys(),
        spec.parameters().keyBytes(),
        spec.parameters().valueBytes(),
        measured.operations(),
        measured.nanos() / NANOS,
        settleSeconds,
        measured.perSecond(),
        Distributions.latency(measured.latencies()),
        cpu / 1e3 / Math.max(1, measured.operations()),
        (double) measured.allocatedBytes() / Math.max(1, measured.operations()),
        work.userBytes(),
        written,
        disk,
        Math.round(present.applyAsLong(measured) * spec.parameters().entryBytes()),
        peakRss,
        pss,
        anonymous,
        measured.stalls(),
        measured.stallNanos() / NANOS,
        true,
        Distributions.percentiles(measured.latencies()),
        Distributions.parts(work.plan().parts(), measured),
        measured.timeline(),
        levels,
        store.options(),
        spec.run());
  }
}
