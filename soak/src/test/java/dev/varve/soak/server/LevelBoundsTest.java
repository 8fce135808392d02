package dev.varve.soak.server;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.soak.model.WrongAnswerException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LevelBoundsTest {
  private static final long MEBIBYTE = 1 << 20;
  private static final Level IDLE =
      new Level(20 * MEBIBYTE, 120 * MEBIBYTE, 10 * MEBIBYTE, 60 * MEBIBYTE, 3, 50, 0, 25, 1, 0);
  private static final Level FIRST =
      new Level(30 * MEBIBYTE, 400 * MEBIBYTE, 200 * MEBIBYTE, 90 * MEBIBYTE, 3, 70, 0, 30, 1, 0);

  @Test
  void theSameLevelIsWithinItsBounds() {
    assertDoesNotThrow(() -> LevelBounds.check(IDLE, FIRST, FIRST));
  }

  static Stream<Level> leaks() {
    return Stream.of(
        level(30, 200, 90, 3, 70, 0, 30, 2, 0),
        level(30, 200, 90, 3, 70, 0, 30, 1, 1),
        level(30, 200, 90, 4, 70, 0, 30, 1, 0),
        level(60, 200, 90, 3, 70, 0, 30, 1, 0),
        level(30, 2_000, 90, 3, 70, 0, 30, 1, 0),
        level(30, 200, 190, 3, 70, 0, 30, 1, 0),
        level(30, 200, 90, 3, 700, 0, 30, 1, 0),
        level(30, 200, 90, 3, 70, 100, 30, 1, 0),
        level(30, 200, 90, 3, 70, 0, 60, 1, 0));
  }

  private static Level level(
      long heap,
      long engine,
      long other,
      int sockets,
      int files,
      int deleted,
      int threads,
      int connections,
      long inFlight) {
    return new Level(
        heap * MEBIBYTE,
        (heap + engine + other) * MEBIBYTE,
        engine * MEBIBYTE,
        other * MEBIBYTE,
        sockets,
        files,
        deleted,
        threads,
        connections,
        inFlight);
  }

  @ParameterizedTest
  @MethodSource("leaks")
  void whatIsHeldTooMuchIsALeak(Level leaking) {
    WrongAnswerException leak =
        assertThrows(WrongAnswerException.class, () -> LevelBounds.check(IDLE, FIRST, leaking));
    assertTrue(leak.getMessage().startsWith("at rest the server has "), leak.getMessage());
  }
}
