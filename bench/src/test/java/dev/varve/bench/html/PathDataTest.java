package dev.varve.bench.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class PathDataTest {
  @Test
  void positionsBecomeSteps() {
    assertEquals(
        "m1 2l2-1.5h-2v1.5zm9 8q.5 1-.5 2",
        PathData.shorten("M1,2 L3,0.5 L1.0,0.5 L1.0,2 Z M10,10 Q10.5,11 9.5,12"));
  }

  @Test
  void roundingDoesNotAddUp() {
    StringBuilder line = new StringBuilder("M0,0");
    for (int i = 1; i <= 1_000; i++) {
      line.append(" L").append(i * 0.34).append(',').append(i);
    }
    double x = 0;
    String steps = PathData.shorten(line.toString()).substring("m0 0l".length());
    for (String step : List.of(steps.split(" "))) {
      x += step.startsWith(".") ? Double.parseDouble("0" + step) : 0;
    }
    assertEquals(340, x, 0.1);
  }

  @Test
  void curvesStepFromWhereTheyStart() {
    assertEquals("m1 1c1 1 2 2 3 3", PathData.shorten("M1,1 C2,2 3,3 4,4"));
  }

  @Test
  void anUnknownCommandIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> PathData.shorten("M1,1 A2,2 3,3 4,4"));
  }
}
