package dev.varve.engine.partition;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class IdleDetectorTest {
  private long lastWrite = 7;
  private final AtomicInteger waitingWriters = new AtomicInteger();
  private final IdleDetector idle = new IdleDetector(() -> lastWrite, waitingWriters);

  @Test
  void aLullBeginsWhenTwoLooksSeeTheSameWrite() {
    assertFalse(idle.poll());
    assertFalse(idle.isIdle());
    lastWrite++;
    assertFalse(idle.poll());
    assertFalse(idle.isIdle());
    assertTrue(idle.poll());
    assertTrue(idle.isIdle());
  }

  @Test
  void itBeginsOnceAndEndsWithAWrite() {
    idle.poll();
    idle.poll();
    assertFalse(idle.poll());
    assertTrue(idle.isIdle());
    lastWrite++;
    assertFalse(idle.isIdle());
    assertFalse(idle.poll());
    assertTrue(idle.poll());
  }

  @Test
  void thereIsNoneWhileAWriterWaits() {
    idle.poll();
    waitingWriters.incrementAndGet();
    assertFalse(idle.poll());
    assertFalse(idle.poll());
    assertFalse(idle.isIdle());
    waitingWriters.decrementAndGet();
    assertFalse(idle.poll(), "the writer has just been let go");
    assertTrue(idle.poll());
    waitingWriters.incrementAndGet();
    assertFalse(idle.isIdle());
  }

  @Test
  void itCanBeDeclared() {
    idle.expectIdle();
    assertTrue(idle.isIdle());
    lastWrite++;
    assertFalse(idle.isIdle());
  }
}
