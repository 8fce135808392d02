package dev.varve.bench.jmh;

import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.ThreadParams;

/** One thread's random walk, the same in each run; its keys are valid until the next step. */
@State(Scope.Thread)
public class KeyWalk {
  private SplittableRandom random;
  private byte[] key = {};
  private int last;

  /** Starts, each thread elsewhere. */
  @Setup
  public void start(ThreadParams thread) {
    random = new SplittableRandom(thread.getThreadIndex());
  }

  /** A number below {@code bound}. */
  int number(int bound) {
    last = random.nextInt(bound);
    return last;
  }

  /** The number that came last, of a key or alone. */
  int last() {
    return last;
  }

  /** Any of the keys. */
  byte[] present(BenchmarkKeys keys) {
    keys.write(number(keys.count()), room(keys));
    return key;
  }

  /** A key between them. */
  byte[] absent(BenchmarkKeys keys) {
    keys.writeAbsent(number(keys.count()), room(keys));
    return key;
  }

  private byte[] room(BenchmarkKeys keys) {
    if (key.length != keys.keyBytes()) {
      key = keys.newKey();
    }
    return key;
  }
}
