package dev.varve.bench.measure;

import dev.varve.bench.files.Folders;
import dev.varve.bench.result.CellIdentity;
import dev.varve.bench.result.CellResult;
import dev.varve.bench.store.Subject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A measured plan with what the system has on account for it, until the store has settled.
 *
 * @param deviceReads reads that the device of the store's files completed, for whatever process,
 *     until the last operation
 * @param deviceReadBytes bytes that the process caused to be read from storage until then
 * @param settleNanos from the last operation until the store had settled
 * @param cpuNanos processor time of the whole process
 * @param writtenBytes bytes that the process caused to be written to storage
 * @param diskBytes what the store's files then occupied
 * @param peakRssBytes greatest resident set
 * @param pssBytes proportional set at the end
 * @param anonymousBytes resident memory at the end that is no file's
 * @param levels of a log-structured tree
 * @param storeOptions what the store was opened with
 */
public record Observation(
    Measured measured,
    long deviceReads,
    long deviceReadBytes,
    long settleNanos,
    long cpuNanos,
    long writtenBytes,
    long diskBytes,
    long peakRssBytes,
    long pssBytes,
    long anonymousBytes,
    List<CellResult.Level> levels,
    Map<String, String> storeOptions) {
  private static final double NANOS = 1e9;
  private static final double NANOS_PER_MICRO = 1e3;

  /**
   * Runs a plan.
   *
   * @param folder the store's files, or {@code null} if it has none
   * @param expected operations that there will be, 0 if that depends on the time
   * @throws WrongAnswerException if the store gave a wrong answer
   * @throws Exception what a task or the store threw
   */
  public static Observation of(
      Measurement.Plan plan, Subject store, Path folder, long expected, PhaseListener progress)
      throws Exception {
    ProcessFigures.resetPeakRss();
    long writtenBefore = ProcessFigures.writtenBytes();
    long cpuBefore = ProcessFigures.cpuNanos();
    progress.phase("measuring", expected);
    long readBytesBefore = ProcessFigures.readBytes();
    long readsBefore = deviceReads(folder);
    Measured measured = Measurement.run(plan, store::activity, progress::operations);
    long reads = ProcessFigures.since(readsBefore, deviceReads(folder));
    long readBytes = ProcessFigures.since(readBytesBefore, ProcessFigures.readBytes());
    progress.phase("settling", 0);
    long settling = System.nanoTime();
    store.settle();
    return new Observation(
        measured,
        reads,
        readBytes,
        System.nanoTime() - settling,
        ProcessFigures.cpuNanos() - cpuBefore,
        ProcessFigures.since(writtenBefore, ProcessFigures.writtenBytes()),
        folder == null ? 0 : Folders.occupiedBytes(folder),
        ProcessFigures.peakRssBytes(),
        ProcessFigures.pssBytes(),
        ProcessFigures.anonymousBytes(),
        store.levels().stream()
            .map(l -> new CellResult.Level(l.level(), l.files(), l.bytes(), l.writtenBytes()))
            .toList(),
        store.options());
  }

  private static long deviceReads(Path folder) throws IOException {
    return folder == null ? ProcessFigures.UNKNOWN : DeviceReads.completed(folder);
  }

  /**
   * Makes a line of a result file of it.
   *
   * @param parts see {@link Distributions#parts}
   * @param userBytes keys and values written
   * @param liveBytes keys and values that the store then held
   * @param verified whether every answer was right
   */
  public CellResult result(
      CellIdentity cell,
      List<CellResult.Part> parts,
      long userBytes,
      long liveBytes,
      boolean verified) {
    double operations = Math.max(1, measured.operations());
    return new CellResult(
        cell.level(),
        cell.store(),
        cell.workload(),
        cell.threads(),
        cell.round(),
        cell.durability(),
        cell.targetRate() == 0 ? "closed" : "open",
        cell.targetRate(),
        cell.keys(),
        cell.keyBytes(),
        cell.valueBytes(),
        measured.operations(),
        measured.nanos() / NANOS,
        settleNanos / NANOS,
        measured.perSecond(),
        Distributions.latency(measured.latencies()),
        cpuNanos / NANOS_PER_MICRO / operations,
        measured.allocatedBytes() / operations,
        deviceReads,
        deviceReadBytes,
        userBytes,
        writtenBytes,
        diskBytes,
        liveBytes,
        peakRssBytes,
        pssBytes,
        anonymousBytes,
        measured.stalls(),
        measured.stallNanos() / NANOS,
        verified,
        Distributions.percentiles(measured.latencies()),
        parts,
        measured.timeline(),
        levels,
        storeOptions,
        cell.run());
  }
}
