/**
 * What the benchmark does: which keys it picks, which operations it runs on them, and how it runs
 * them.
 *
 * <p>Random choices come from seeds, so that a run can be repeated. A picker or generator belongs
 * to one thread.
 */
package dev.varve.bench.workload;
