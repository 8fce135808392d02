/**
 * What a run found, and how it is told: figures per phase and partition, as tables, as JSON, and as
 * HdrHistogram's {@code .hgrm} files.
 *
 * <p>Figures are immutable once a phase is over. A {@link dev.varve.bench.report.LatencyRecorder}
 * belongs to one thread; reporters are used by one thread.
 */
package dev.varve.bench.report;
