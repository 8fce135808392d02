package dev.varve.bench.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.bench.summary.Spread;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;

class BarChartTest {
  private static final List<String> STORES = List.of("varve", "rocksdb");

  @Test
  void groupsLieOneBelowTheOtherHoweverFewTheyAre() {
    for (int count = 1; count <= 5; count++) {
      XYChart chart = chart(count, 10);
      ChartStyle.layOut(chart);
      double step = chart.getScreenYFromChart(-0.5) - chart.getScreenYFromChart(0.5);
      assertTrue(step > 2 * 17, count + " groups: " + step);
      for (int i = 0; i < count; i++) {
        assertEquals(
            chart.getScreenYFromChart(-0.5) - (i + 0.5) * step, chart.getScreenYFromChart(i), 1e-6);
      }
    }
  }

  @Test
  void theAxisBeginsAtZeroAndLeavesRoomForTheTexts() {
    XYChart chart = chart(3, 1_000);
    ChartStyle.layOut(chart);
    assertEquals(0.0, chart.getStyler().getXAxisMin());
    double end = chart.getScreenXFromChart(1_000) + ChartStyle.width("1,000 (1,000-1,000)");
    assertTrue(end < chart.getWidth() - ChartStyle.PADDING, "" + end);
  }

  @Test
  void figuresOfZeroHaveAnAxisToo() {
    XYChart chart = chart(1, 0);
    ChartStyle.layOut(chart);
    assertTrue(chart.getScreenXFromChart(1) > chart.getScreenXFromChart(0));
  }

  private static XYChart chart(int count, double value) {
    List<BarChart.Group> groups = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      groups.add(
          new BarChart.Group(
              "group " + i,
              STORES.stream()
                  .map(store ->
                      new BarChart.Bar(
                          store, new Spread(value, value, value, 2), "1,000 (1,000-1,000)"))
                  .toList()));
    }
    return new BarChart("title", groups, STORES, new StoreStyles(STORES))
        .chart(ChartStyle.WIDTH, Double.NaN, ChartStyle::tick, false);
  }
}
