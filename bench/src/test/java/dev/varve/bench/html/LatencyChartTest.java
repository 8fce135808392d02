package dev.varve.bench.html;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LatencyChartTest {
  @Test
  void percentilesLieWhereATenthMoreIsAsFarAway() {
    assertEquals(1, LatencyChart.position(0, 1_000_000));
    assertEquals(2, LatencyChart.position(50, 1_000_000));
    assertEquals(1_000, LatencyChart.position(99.9, 1_000_000), 1e-6);
    assertEquals(500, LatencyChart.position(100, 500));
    assertEquals(500, LatencyChart.position(99.9999, 500));
    assertEquals(1, LatencyChart.position(100, 0));
  }

  @Test
  void theAxisCountsNines() {
    assertEquals("0%", LatencyChart.percentage(1));
    assertEquals("90%", LatencyChart.percentage(10));
    assertEquals("99%", LatencyChart.percentage(100));
    assertEquals("99.9%", LatencyChart.percentage(1_000));
    assertEquals("99.999%", LatencyChart.percentage(100_000));
  }
}
