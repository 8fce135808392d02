package dev.varve.bench.kv;

import dev.varve.bench.measure.Measurement;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** The usual: all threads do the same, nothing is written. */
abstract class BaseWork implements Work, Measurement.TaskOpener {
  final Cell cell;
  final LongAdder userBytes = new LongAdder();

  BaseWork(Cell cell) {
    this.cell = cell;
  }

  /** Names of the kinds of operations. */
  List<String> parts() {
    return List.of("all");
  }

  /** Checks that accept what the data set may hold when nobody writes. */
  final Checks settledChecks() {
    return new Checks(cell.values(), cell.data().minGeneration(), cell.data().maxGeneration());
  }

  /** Checks that accept newer generations, too. */
  final Checks changingChecks() {
    return new Checks(cell.values(), cell.data().minGeneration(), Integer.MAX_VALUE);
  }

  @Override
  public Measurement.Plan plan() {
    return new Measurement.Plan(
        cell.threads(),
        this,
        parts(),
        parts().size(),
        cell.maxNanos(),
        List.of(cell.parameters().rate()));
  }

  @Override
  public void verify() throws Exception {
    // Each read was checked, and nothing was written.
  }

  @Override
  public Dataset after() {
    return cell.data();
  }

  @Override
  public final long userBytes() {
    return userBytes.sum();
  }
}
