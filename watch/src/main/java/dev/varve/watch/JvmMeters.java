package dev.varve.watch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/**
 * Figures of the virtual machine. They begin with the first scrape: to make them takes longer than
 * a server may take to start, and who is not asked needs none.
 */
final class JvmMeters implements AutoCloseable {
  private final PrometheusRegistry families;

  @GuardedBy("this")
  private PrometheusMeterRegistry registry;

  @GuardedBy("this")
  private JvmGcMetrics collections;

  /**
   * Meters that are not made yet.
   *
   * @param families all that is scraped, to which these are added
   */
  JvmMeters(PrometheusRegistry families) {
    this.families = families;
  }

  /** The registry, with these and all other families. */
  synchronized PrometheusMeterRegistry registry() {
    if (registry == null) {
      registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, families, Clock.SYSTEM);
      collections = new JvmGcMetrics();
      collections.bindTo(registry);
      new JvmMemoryMetrics().bindTo(registry);
      new JvmThreadMetrics().bindTo(registry);
      new ClassLoaderMetrics().bindTo(registry);
      new ProcessorMetrics().bindTo(registry);
      new FileDescriptorMetrics().bindTo(registry);
      new UptimeMetrics().bindTo(registry);
    }
    return registry;
  }

  @Override
  public synchronized void close() {
    if (registry != null) {
      collections.close();
      registry.close();
    }
  }
}
