package dev.varve.watch;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.DoubleSupplier;

/** Figures that others have, asked for at each scrape. For any number of threads. */
final class Figures implements MultiCollector {
  private final Queue<Figure> figures = new ConcurrentLinkedQueue<>();

  private record Figure(String name, String help, boolean onlyGrows, DoubleSupplier value) {}

  /**
   * Adds one.
   *
   * @param name with dots between its words
   * @param onlyGrows whether it is a counter, whose name ends with {@code _total}
   */
  void add(String name, String help, boolean onlyGrows, DoubleSupplier value) {
    figures.add(new Figure(name.replace('.', '_'), help, onlyGrows, value));
  }

  @Override
  public MetricSnapshots collect() {
    Samples samples = new Samples();
    for (Figure figure : figures) {
      double value = figure.value().getAsDouble();
      if (figure.onlyGrows()) {
        samples.counter(figure.name(), figure.help(), Labels.EMPTY, value);
      } else {
        samples.gauge(figure.name(), figure.help(), Labels.EMPTY, value);
      }
    }
    return samples.snapshots();
  }
}
