package dev.varve.bench.jmh;

import dev.varve.engine.pin.ReadEpochs;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What does it cost a reader to keep what it reads from being freed? Give {@code -t 2} and more:
 * what readers share costs nothing while there is one.
 */
@State(Scope.Benchmark)
public class PinBenchmark extends ComponentBenchmark {
  /** Work of a read between the two, in JMH's tokens of about a nanosecond. */
  @Param({"0", "500"})
  int work;

  private final ReadEpochs epochs = new ReadEpochs();
  private final AtomicLong count = new AtomicLong(1);
  private final Lock lock = new ReentrantReadWriteLock().readLock();

  /** A slot of the reader's own: what the engine does. */
  @Benchmark
  public void epoch() {
    int slot = epochs.enter();
    Blackhole.consumeCPU(work);
    epochs.exit(slot);
  }

  /** A count of references that all readers share. */
  @Benchmark
  public long count() {
    count.incrementAndGet();
    Blackhole.consumeCPU(work);
    return count.decrementAndGet();
  }

  /** A lock for readers. */
  @Benchmark
  public void readLock() {
    lock.lock();
    try {
      Blackhole.consumeCPU(work);
    } finally {
      lock.unlock();
    }
  }
}
