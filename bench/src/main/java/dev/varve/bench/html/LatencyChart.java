package dev.varve.bench.html;

import dev.varve.bench.result.CellResult;
import dev.varve.bench.summary.Summary.Cell;
import dev.varve.bench.summary.Summary.Workload;
import dev.varve.bench.text.Quantities;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Latency at each percentile, on HdrHistogram's axis: every step to the right leaves a tenth as
 * many operations that took longer. The curve of a store is that of its median round.
 */
final class LatencyChart {
  private static final int HEIGHT = 360;

  /** Lighter than elsewhere: on logarithmic axes there are many lines. */
  private static final Color GRID = new Color(0xeef0f3);

  /** Clocks tick in nanoseconds; a logarithmic axis has no 0. */
  private static final double LEAST_MICROS = 0.001;

  private LatencyChart() {}

  /** Makes the chart. */
  static XYChart chart(Workload workload, StoreStyles styles, int width, boolean legend) {
    XYChart chart = ChartStyle.chart(width, HEIGHT, "share of operations", "took at most, µs");
    double right = 10;
    double bottom = Double.MAX_VALUE;
    double top = 0;
    for (Cell cell : workload.cells()) {
      CellResult round = cell.medianRound();
      List<Double> x = new ArrayList<>();
      List<Double> y = new ArrayList<>();
      for (CellResult.Percentile point : round.percentiles()) {
        x.add(position(point.percentile(), round.operations()));
        y.add(Math.max(point.ns() / 1e3, LEAST_MICROS));
      }
      if (x.isEmpty()) {
        continue;
      }
      for (int i = 0; i < x.size(); i++) {
        right = Math.max(right, x.get(i));
        bottom = Math.min(bottom, y.get(i));
        top = Math.max(top, y.get(i));
      }
      XYSeries series = chart.addSeries(cell.store(), x, y);
      series.setMarker(SeriesMarkers.NONE);
      series.setLineColor(styles.of(cell.store()).color());
      series.setLineStyle(styles.of(cell.store()).stroke());
    }
    chart.getStyler().setLegendVisible(legend).setPlotContentSize(ChartStyle.CONTENT);
    boolean fewDecades = top / bottom < 300;
    chart
        .getStyler()
        .setPlotGridLinesColor(GRID)
        .setXAxisLogarithmic(true)
        .setYAxisLogarithmic(true)
        .setXAxisLogarithmicDecadeOnly(true)
        .setYAxisLogarithmicDecadeOnly(false)
        .setXAxisMin(1.0)
        .setXAxisMax(right)
        .setXAxisTickLabelsFormattingFunction(LatencyChart::percentage)
        .setYAxisTickLabelsFormattingFunction(value -> micros(value, fewDecades));
    return chart;
  }

  /**
   * Where a percentile lies: {@code 1/(1-p)}, so many operations for each that took longer. All of
   * them is where the last operation is.
   */
  static double position(double percentile, long operations) {
    double last = Math.max(operations, 1);
    return percentile >= 100 ? last : Math.min(last, Math.max(1, 100 / (100 - percentile)));
  }

  /** {@code 0%}, {@code 90%}, {@code 99.9%} at the powers of ten. */
  static String percentage(double position) {
    int nines = (int) Math.round(Math.log10(position));
    return String.format(
        Locale.ROOT, "%." + Math.max(0, nines - 2) + "f%%", 100 - 100 / Math.pow(10, nines));
  }

  /** A label at the powers of ten, and where these are few at their double and fivefold too. */
  private static String micros(double value, boolean fewDecades) {
    double digit = value / Math.pow(10, Math.floor(Math.log10(value) + 1e-9));
    boolean shown = near(digit, 1) || (fewDecades && (near(digit, 2) || near(digit, 5)));
    if (!shown) {
      return "";
    }
    return value >= 1
        ? Quantities.count(Math.round(value))
        : String.format(Locale.ROOT, "%.3f", value).replaceFirst("0+$", "");
  }

  private static boolean near(double a, double b) {
    return Math.abs(a - b) < 1e-6;
  }
}
