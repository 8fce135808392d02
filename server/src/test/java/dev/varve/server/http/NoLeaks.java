package dev.varve.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a class of tests that dropped a buffer without releasing it: {@link ExtendWith}. */
@SuppressWarnings("exports") // no module reads tests
public final class NoLeaks implements AfterAllCallback {
  private static final int ROUNDS = 3;

  /** Called by JUnit. */
  public NoLeaks() {}

  @Override
  public void afterAll(ExtensionContext context) {
    for (int i = 0; i < ROUNDS; i++) {
      System.gc();
      // Netty looks for what the collector has found whenever a buffer is made.
      ByteBufAllocator.DEFAULT.buffer().release();
      ByteBufAllocator.DEFAULT.directBuffer().release();
    }
    assertTrue(LeakRecorder.isUsed(), "Netty must have been told of the class");
    assertEquals(List.of(), LeakRecorder.leaks());
  }
}
