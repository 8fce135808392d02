/**
 * The JMH suite: one class per question, one component each. {@link dev.varve.bench.jmh.JmhMain} is
 * the entry.
 *
 * <p>Parameters mean the same everywhere: {@code keys} (how many, items too), {@code keyBytes},
 * {@code valueBytes}, {@code partitions}, {@code compression}, {@code durability}, {@code order}
 * (in which keys arrive), {@code sources} (what is merged) and {@code segmentBytes} (of the log).
 * The number of threads is JMH's own {@code -t}; only the log has benchmarks with a number of
 * writers of their own. {@link dev.varve.bench.jmh.PartitionsProfiler} tells partitions apart.
 */
package dev.varve.bench.jmh;
