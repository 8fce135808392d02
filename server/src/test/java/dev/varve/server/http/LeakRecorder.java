package dev.varve.server.http;

import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what Netty reports of buffers that were dropped without being released. */
@SuppressWarnings("exports") // no module reads tests
public final class LeakRecorder<T> extends ResourceLeakDetector<T> {
  private static final List<String> LEAKS = new CopyOnWriteArrayList<>();
  private static final AtomicInteger MADE = new AtomicInteger();

  /** Called by Netty, by name. */
  public LeakRecorder(Class<?> resourceType, int samplingInterval) {
    super(resourceType, samplingInterval);
    MADE.incrementAndGet();
  }

  /** Looked for by Netty. */
  public LeakRecorder(Class<?> resourceType, int samplingInterval, long maxActive) {
    this(resourceType, samplingInterval);
  }

  /** Whether Netty reports to this class. */
  static boolean isUsed() {
    return MADE.get() > 0;
  }

  @Override
  protected void reportTracedLeak(String resourceType, String records) {
    LEAKS.add(resourceType + records);
  }

  @Override
  protected void reportUntracedLeak(String resourceType) {
    LEAKS.add(resourceType);
  }

  /** What was reported so far. */
  static List<String> leaks() {
    return List.copyOf(LEAKS);
  }
}
