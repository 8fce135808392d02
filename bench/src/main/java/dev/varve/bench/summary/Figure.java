package dev.varve.bench.summary;

import dev.varve.bench.result.CellResult;
import dev.varve.bench.text.Quantities;
import java.util.function.ToDoubleFunction;

/** A figure that every cell has, in the order in which they are shown. */
public enum Figure {
  OPS_PER_SECOND("throughput", "ops/s", Kind.COUNT, CellResult::opsPerSecond),
  MEAN("mean latency", "µs", Kind.DECIMAL, cell -> micros(cell.latency().meanNs())),
  P50(
      "50% of latencies up to",
      "µs", Kind.DECIMAL, cell -> micros((double) cell.latency().p50Ns())),
  P95("95% up to", "µs", Kind.DECIMAL, cell -> micros((double) cell.latency().p95Ns())),
  P99("99% up to", "µs", Kind.DECIMAL, cell -> micros((double) cell.latency().p99Ns())),
  P999("99.9% up to", "µs", Kind.DECIMAL, cell -> micros((double) cell.latency().p999Ns())),
  MAX("longest", "µs", Kind.DECIMAL, cell -> micros((double) cell.latency().maxNs())),
  STALLS(
      "operations of " + CellResult.STALL_MILLIS + " ms or more",
      "",
      Kind.COUNT,
      cell -> (double) cell.stalls()),
  STALL_SECONDS("their time together", "s", Kind.DECIMAL, CellResult::stallSeconds),
  SECONDS("duration", "s", Kind.DECIMAL, CellResult::seconds),
  SETTLE_SECONDS("until background work was done", "s", Kind.DECIMAL, CellResult::settleSeconds),
  CPU(
      "processor time of a million operations",
      "s",
      Kind.DECIMAL,
      CellResult::cpuSecondsPerMillion),
  ALLOCATION(
      "Java heap allocated by an operation",
      "B",
      Kind.DECIMAL,
      CellResult::allocatedBytesPerOperation),
  DEVICE_READS(
      "reads of the device for an operation",
      "",
      Kind.DECIMAL,
      CellResult::deviceReadsPerOperation),
  DEVICE_READ_BYTES(
      "read from storage for an operation",
      "B",
      Kind.DECIMAL,
      CellResult::deviceReadBytesPerOperation),
  USER_BYTES("keys and values put", "MiB", Kind.DECIMAL, cell -> mebi(cell.userBytes())),
  WRITTEN_BYTES("written to storage", "MiB", Kind.DECIMAL, cell -> mebi(cell.writtenBytes())),
  WRITE_AMPLIFICATION(
      "write amplification", "written / put", Kind.FACTOR, CellResult::writeAmplification),
  DISK_BYTES("files on storage", "MiB", Kind.DECIMAL, cell -> mebi(cell.diskBytes())),
  LIVE_BYTES("keys and values held", "MiB", Kind.DECIMAL, cell -> mebi(cell.liveBytes())),
  SPACE_AMPLIFICATION(
      "space amplification", "files / held", Kind.FACTOR, CellResult::spaceAmplification),
  PEAK_RSS("greatest resident set", "MiB", Kind.DECIMAL, cell -> mebi(cell.peakRssBytes())),
  PSS("proportional set at the end", "MiB", Kind.DECIMAL, cell -> mebi(cell.pssBytes())),
  ANONYMOUS("not of files, at the end", "MiB", Kind.DECIMAL, cell -> mebi(cell.anonymousBytes()));

  private enum Kind {
    COUNT,
    DECIMAL,
    FACTOR
  }

  private final String title;
  private final String unit;
  private final Kind kind;

  @SuppressWarnings("ImmutableEnumChecker") // a method without state
  private final ToDoubleFunction<CellResult> value;

  Figure(String title, String unit, Kind kind, ToDoubleFunction<CellResult> value) {
    this.title = title;
    this.unit = unit;
    this.kind = kind;
    this.value = value;
  }

  /** What it is, in a few words. */
  public String title() {
    return title;
  }

  /** Its unit, or an empty string for a count. */
  public String unit() {
    return unit;
  }

  /** The figure of a cell; not a number if it has none. */
  public double of(CellResult cell) {
    return value.applyAsDouble(cell);
  }

  /** A value of this figure for people, without its unit; a dash if there is none. */
  public String text(double figure) {
    if (!Double.isFinite(figure)) {
      return Quantities.decimal(figure);
    }
    return switch (kind) {
      case COUNT -> Quantities.count(Math.round(figure));
      case DECIMAL -> Quantities.decimal(figure);
      case FACTOR -> Quantities.factor(figure);
    };
  }

  private static double micros(double nanos) {
    return nanos / 1e3;
  }

  private static double mebi(long bytes) {
    return bytes / (double) (1 << 20);
  }
}
