package dev.varve.bench.html;

import dev.varve.bench.summary.Spread;
import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Horizontal bars from zero, in groups: a bar for each store as long as its median, a line across
 * its end from the least round to the greatest, and the figures behind it.
 *
 * <p>Made of the polygons of an XY chart, since XChart's own bars know only errors of the same
 * length in both directions.
 */
final class BarChart {
  private static final int BAR = 17;
  private static final int SINGLE_BAR = 30;
  private static final int GROUP_GAP = 14;

  /** Height of what is around the bars: labels, title, padding. */
  private static final int AROUND = 74;

  /**
   * Least distance of ticks on the axis of values. XChart knows no positions, not even on the other
   * axis, in plots that are lower.
   */
  private static final int TICKS = 80;

  private static final int LEAST_HEIGHT = TICKS + 10;
  private static final int TEXT_GAP = 7;
  private static final Color MARK = new Color(0x7b848f);

  /** Where the axis of the groups begins, half a group below the lowest. */
  private static final double BOTTOM = -0.5;

  private final String title;
  private final List<Group> groups;
  private final StoreStyles styles;
  private final List<String> stores;
  private final boolean single;
  private final int unit;
  private final double slot;
  private final double thickness;

  /**
   * Describes a chart.
   *
   * @param title what the axis of the values shows
   * @param groups from top to bottom
   * @param stores the bars of a group from top to bottom, of which any may be missing
   */
  BarChart(String title, List<Group> groups, List<String> stores, StoreStyles styles) {
    this.title = title;
    this.groups = groups;
    this.stores = stores;
    this.styles = styles;
    single = groups.stream().allMatch(group -> group.bars().size() <= 1);
    unit =
        Math.max(
            single ? SINGLE_BAR : stores.size() * BAR + GROUP_GAP,
            Math.ceilDiv(LEAST_HEIGHT, Math.max(1, groups.size())));
    slot = (double) BAR / unit;
    thickness = slot * (single ? 1.1 : 0.82);
  }

  /** Bars side by side under one name. */
  record Group(String name, List<Bar> bars) {}

  /**
   * A bar.
   *
   * @param spread how long it is; nothing is drawn if there is no figure
   * @param text what stands behind it
   */
  record Bar(String store, Spread spread, String text) {}

  /**
   * Makes the chart.
   *
   * @param mark draws a line at this value, unless it is not a number
   * @param tick the text of a value on the axis
   * @param legend whether the stores are explained, which is not needed where they are the groups
   */
  XYChart chart(int width, double mark, DoubleFunction<String> tick, boolean legend) {
    XYChart chart = ChartStyle.chart(width, groups.size() * unit + AROUND, title, "");
    double greatest =
        groups.stream()
            .flatMap(group -> group.bars().stream())
            .mapToDouble(bar -> bar.spread().isPresent() ? bar.spread().max() : 0)
            .max()
            .orElse(0);
    double last = greatest > 0 ? greatest : 1;
    chart.getStyler().setLegendVisible(legend).setPlotContentSize(ChartStyle.CONTENT);
    chart
        .getStyler()
        .setXAxisMin(0.0)
        .setXAxisMax(last)
        .setXAxisTickMarkSpacingHint(TICKS)
        .setXAxisTickLabelsFormattingFunction(tick::apply)
        .setYAxisMin(BOTTOM)
        .setYAxisMax(top())
        .setYAxisTickMarkSpacingHint(20)
        .setYAxisTickLabelsFormattingFunction(this::name)
        .setPlotGridHorizontalLinesVisible(false)
        .setAxisTicksLineVisible(false)
        .setAxisTicksMarksVisible(false);
    if (!Double.isNaN(mark)) {
      addLine(chart, "mark", List.of(mark, mark), List.of(BOTTOM, top()), MARK, 1);
    }
    addBars(chart);
    addLine(chart, "zero", List.of(0.0, 0.0), List.of(BOTTOM, top()), ChartStyle.TEXT, 1);
    addRanges(chart);
    ChartStyle.layOut(chart);
    double pixel = last / (chart.getScreenXFromChart(last) - chart.getScreenXFromChart(0));
    double end = end(last, last / pixel);
    chart.getStyler().setXAxisMax(end);
    addTexts(chart, pixel * end / last);
    return chart;
  }

  private double top() {
    return groups.size() - 1 - BOTTOM;
  }

  /** The name of a group; only whole numbers have one. */
  private String name(double position) {
    int index = (int) Math.round(position);
    if (Math.abs(position - index) > 1e-6 || index < 0 || index >= groups.size()) {
      return position < 0 ? "" : " "; // an axis whose ends have the same label shows none
    }
    return ChartStyle.label(groups.get(groups.size() - 1 - index).name());
  }

  /** Where the axis has to end for the texts behind the bars to have room. */
  private double end(double greatest, double plot) {
    double end = greatest;
    for (Group group : groups) {
      for (Bar bar : group.bars()) {
        if (bar.spread().isPresent()) {
          double room = plot - ChartStyle.width(bar.text()) - 2 * TEXT_GAP;
          end = Math.max(end, bar.spread().max() * plot / Math.max(room, plot / 4));
        }
      }
    }
    return end;
  }

  private void addBars(XYChart chart) {
    for (String store : stores) {
      List<Double> x = new ArrayList<>();
      List<Double> y = new ArrayList<>();
      for (int i = 0; i < groups.size(); i++) {
        for (Bar bar : groups.get(i).bars()) {
          if (bar.store().equals(store) && bar.spread().isPresent()) {
            double middle = middle(i, store);
            double half = thickness / 2;
            double length = bar.spread().median();
            x.addAll(List.of(0.0, length, length, 0.0, 0.0));
            y.addAll(
                List.of(middle - half, middle - half, middle + half, middle + half, Double.NaN));
          }
        }
      }
      if (!x.isEmpty()) {
        XYSeries series = chart.addSeries(store, x, y);
        series.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
        series.setMarker(SeriesMarkers.NONE);
        series.setLineStyle(SeriesLines.NONE);
        series.setFillColor(styles.of(store).color());
        series.setLineColor(styles.of(store).color());
      }
    }
  }

  /** Black lines on white ones, to be seen on every colour. */
  private void addRanges(XYChart chart) {
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      for (Bar bar : groups.get(i).bars()) {
        if (bar.spread().rounds() > 1) {
          double middle = middle(i, bar.store());
          double half = thickness / 4;
          double min = bar.spread().min();
          double max = bar.spread().max();
          x.addAll(List.of(min, min, min, max, max, max, max));
          y.addAll(
              List.of(
                  middle - half,
                  middle + half,
                  middle,
                  middle,
                  middle - half,
                  middle + half,
                  Double.NaN));
        }
      }
    }
    if (!x.isEmpty()) {
      addLine(chart, "background of the ranges", x, y, Color.WHITE, 4);
      addLine(chart, "least to greatest", x, y, Color.BLACK, 1.5f);
    }
  }

  private static void addLine(
      XYChart chart, String name, List<Double> x, List<Double> y, Color color, float width) {
    XYSeries series = chart.addSeries(name, x, y);
    series.setShowInLegend(false);
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line);
    series.setMarker(SeriesMarkers.NONE);
    series.setLineStyle(new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
    series.setLineColor(color);
  }

  /**
   * Adds the texts behind the bars, on white, so that no line of the grid goes through them.
   *
   * @param pixel how much of the axis is as wide as a unit of the chart
   */
  private void addTexts(XYChart chart, double pixel) {
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      for (Bar bar : groups.get(i).bars()) {
        double start = (bar.spread().isPresent() ? bar.spread().max() : 0) + TEXT_GAP * pixel;
        double end = start + ChartStyle.width(bar.text()) * pixel;
        double middle = middle(i, bar.store());
        double low = middle - thickness / 2;
        double high = middle + thickness / 2;
        x.addAll(List.of(start, end, end, start, start));
        y.addAll(List.of(low, low, high, high, Double.NaN));
        chart.addAnnotation(new AnnotationText(bar.text(), (start + end) / 2, middle, false));
      }
    }
    XYSeries background = chart.addSeries("background of the texts", x, y);
    background.setShowInLegend(false);
    background.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
    background.setMarker(SeriesMarkers.NONE);
    background.setLineStyle(SeriesLines.NONE);
    background.setFillColor(Color.WHITE);
  }

  /** The middle of a bar on the axis of the groups, on which a group is as high as 1. */
  private double middle(int group, String store) {
    double middle = groups.size() - 1 - group;
    return single ? middle : middle + ((stores.size() - 1) / 2.0 - stores.indexOf(store)) * slot;
  }
}
