package dev.varve.engine.partition;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class IdleDetectorTest {
  private long lastWrite = 7;
  private final AtomicInteger waitingWriters = new AtomicInteger();
  private final IdleDetector lull = new IdleDetector(() -> lastWrite, waitingWriters);

  @Test
  void aLullBeginsWhenTwoLooksSeeTheSameWrite() {
    assertFalse(lull.look());
    assertFalse(lull.isOn());
    lastWrite++;
    assertFalse(lull.look());
    assertFalse(lull.isOn());
    assertTrue(lull.look());
    assertTrue(lull.isOn());
  }

  @Test
  void itBeginsOnceAndEndsWithAWrite() {
    lull.look();
    lull.look();
    assertFalse(lull.look());
    assertTrue(lull.isOn());
    lastWrite++;
    assertFalse(lull.isOn());
    assertFalse(lull.look());
    assertTrue(lull.look());
  }

  @Test
  void thereIsNoneWhileAWriterWaits() {
    lull.look();
    waitingWriters.incrementAndGet();
    assertFalse(lull.look());
    assertFalse(lull.look());
    assertFalse(lull.isOn());
    waitingWriters.decrementAndGet();
    assertFalse(lull.look(), "the writer has just been let go");
    assertTrue(lull.look());
    waitingWriters.incrementAndGet();
    assertFalse(lull.isOn());
  }

  @Test
  void itCanBeDeclared() {
    lull.begin();
    assertTrue(lull.isOn());
    lastWrite++;
    assertFalse(lull.isOn());
  }
}
