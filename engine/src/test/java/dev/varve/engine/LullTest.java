package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LullTest {
  private long lastWrite = 7;
  private final Lull lull = new Lull(() -> lastWrite);

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
  void itCanBeDeclared() {
    lull.begin();
    assertTrue(lull.isOn());
    lastWrite++;
    assertFalse(lull.isOn());
  }
}
