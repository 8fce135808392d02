package dev.varve.bench.html;

import dev.varve.bench.result.CellResult;
import dev.varve.bench.summary.Summary.Cell;
import dev.varve.bench.summary.Summary.Workload;
import dev.varve.bench.text.Quantities;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Throughput over time with a line for each store, and below it when flushes and compactions ended
 * and when writers were held back. The course of a store is that of its median round.
 */
final class TimelineChart {
  private static final int HEIGHT = 300;
  private static final int LANE_ROW = 9;
  private static final int LANE_GAP = 12;
  private static final int AROUND_LANES = 66;

  /** Room for the labels on the left, the same in both charts. */
  private static final int LEFT = 100;

  /** More points are not seen; intervals are put together until there are no more. */
  private static final int MAX_POINTS = 150;

  /** Lines of so few points get a mark at each. */
  private static final int FEW_POINTS = 12;

  /** Of the last interval less than this says nothing about throughput. */
  private static final double LEAST_SHARE = 0.2;

  private final List<Course> courses = new ArrayList<>();
  private final StoreStyles styles;
  private final double seconds;
  private final int width;

  /** Takes the courses of all stores of a workload that have one. */
  TimelineChart(Workload workload, StoreStyles styles, int width) {
    this.styles = styles;
    this.width = width;
    int step = 0;
    long end = 0;
    for (Cell cell : workload.cells()) {
      CellResult.Timeline timeline = cell.medianRound().timeline();
      step = Math.max(step, timeline.intervalMillis());
      end = Math.max(end, (long) timeline.intervalMillis() * timeline.intervals().size());
    }
    seconds = end / 1e3;
    for (Cell cell : workload.cells()) {
      CellResult.Timeline timeline = cell.medianRound().timeline();
      if (!timeline.intervals().isEmpty() && timeline.intervalMillis() > 0) {
        long slices = Math.ceilDiv(end, step);
        courses.add(Course.of(cell.medianRound(), step * Math.ceilDiv(slices, MAX_POINTS)));
      }
    }
  }

  /** Whether there is anything to show. */
  boolean isEmpty() {
    return courses.isEmpty();
  }

  /** What happened and in which stores, in words; empty if nothing did. */
  List<String> events() {
    List<String> events = new ArrayList<>();
    for (Kind kind : kinds()) {
      List<String> stores =
          courses.stream()
              .filter(course -> course.slices().stream().anyMatch(kind::happenedIn))
              .map(Course::store)
              .toList();
      events.add(kind.title + " of " + String.join(", ", stores));
    }
    return events;
  }

  /** Makes the chart of throughput. */
  XYChart throughput() {
    XYChart chart = ChartStyle.chart(width, HEIGHT, "seconds", "operations a second");
    for (Course course : courses) {
      List<Double> x = new ArrayList<>();
      List<Double> y = new ArrayList<>();
      for (int i = 0; i < course.slices().size(); i++) {
        Slice slice = course.slices().get(i);
        if (slice.busySeconds > LEAST_SHARE * course.sliceSeconds()) {
          x.add(i * course.sliceSeconds() + slice.busySeconds / 2);
          y.add(slice.operations / slice.busySeconds);
        }
      }
      if (!x.isEmpty()) {
        XYSeries series = chart.addSeries(course.store(), x, y);
        StoreStyles.Style style = styles.of(course.store());
        series.setMarker(x.size() <= FEW_POINTS ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
        series.setMarkerColor(style.color());
        series.setLineColor(style.color());
        series.setLineStyle(style.stroke());
      }
    }
    style(chart);
    chart
        .getStyler()
        .setYAxisMin(0.0)
        .setYAxisTickLabelsFormattingFunction(ChartStyle::tick)
        .setYAxisTickMarkSpacingHint(44);
    chart.getStyler().setMarkerSize(6);
    return chart;
  }

  /**
   * Makes the chart of events, with the same axis of time as that of throughput. Only if there are
   * any.
   */
  XYChart eventsBelow() {
    List<Kind> kinds = kinds();
    List<Course> busy =
        courses.stream()
            .filter(course ->
                kinds.stream()
                    .anyMatch(kind -> course.slices().stream().anyMatch(kind::happenedIn)))
            .toList();
    int unit = busy.size() * LANE_ROW + LANE_GAP;
    XYChart chart = ChartStyle.chart(width, kinds.size() * unit + AROUND_LANES, "seconds", "");
    for (int i = 0; i < busy.size(); i++) {
      Course course = busy.get(i);
      List<Double> x = new ArrayList<>();
      List<Double> y = new ArrayList<>();
      for (int lane = 0; lane < kinds.size(); lane++) {
        double middle = kinds.size() - 1 - lane + ((busy.size() - 1) / 2.0 - i) * LANE_ROW / unit;
        double half = 0.4 * LANE_ROW / unit;
        for (Span span : course.spans(kinds.get(lane)::happenedIn)) {
          x.addAll(List.of(span.start(), span.end(), span.end(), span.start(), span.start()));
          y.addAll(List.of(middle - half, middle - half, middle + half, middle + half, Double.NaN));
        }
      }
      if (!x.isEmpty()) {
        XYSeries series = chart.addSeries(course.store(), x, y);
        series.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
        series.setMarker(SeriesMarkers.NONE);
        series.setLineStyle(SeriesLines.NONE);
        series.setFillColor(styles.of(course.store()).color());
      }
    }
    style(chart);
    chart
        .getStyler()
        .setYAxisMin(-0.5)
        .setYAxisMax(kinds.size() - 0.5)
        .setYAxisTickMarkSpacingHint(20)
        .setYAxisTickLabelsFormattingFunction(position -> title(kinds, position))
        .setPlotGridHorizontalLinesVisible(false);
    return chart;
  }

  private void style(XYChart chart) {
    chart
        .getStyler()
        .setXAxisMin(0.0)
        .setXAxisMax(seconds)
        .setXAxisTickLabelsFormattingFunction(TimelineChart::secondsText)
        .setXAxisTickMarkSpacingHint(70)
        .setAxisTicksMarksVisible(false);
    chart.getStyler().setPlotContentSize(ChartStyle.CONTENT).setYAxisLeftWidthHint(LEFT);
  }

  private static String secondsText(double value) {
    return value == Math.rint(value) ? Quantities.count((long) value) : ChartStyle.tick(value);
  }

  private static String title(List<Kind> kinds, double position) {
    int index = (int) Math.round(position);
    if (Math.abs(position - index) > 1e-6 || index < 0 || index >= kinds.size()) {
      return position < 0 ? "" : " "; // an axis whose ends have the same label shows none
    }
    return kinds.get(kinds.size() - 1 - index).title;
  }

  private List<Kind> kinds() {
    List<Kind> kinds = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      if (courses.stream()
          .anyMatch(course -> course.slices().stream().anyMatch(kind::happenedIn))) {
        kinds.add(kind);
      }
    }
    return kinds;
  }

  private enum Kind {
    FLUSH("flushes"),
    COMPACTION("compactions"),
    STALL("stalls");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    private boolean happenedIn(Slice slice) {
      return switch (this) {
        case FLUSH -> slice.flushes > 0;
        case COMPACTION -> slice.compactions > 0;
        case STALL -> slice.stallMillis > 0;
      };
    }
  }

  /** Some intervals together. */
  private static final class Slice {
    private long operations;
    private long flushes;
    private long compactions;
    private long stallMillis;

    /** Time before the last operation ended. */
    private double busySeconds;
  }

  /**
   * The course of a round.
   *
   * @param sliceSeconds length of a slice
   * @param slices one after the other
   */
  private record Course(String store, double sliceSeconds, List<Slice> slices) {
    static Course of(CellResult round, long sliceMillis) {
      List<Slice> slices = new ArrayList<>();
      long start = 0;
      for (CellResult.Interval interval : round.timeline().intervals()) {
        if (start >= slices.size() * sliceMillis) {
          slices.add(new Slice());
        }
        Slice slice = slices.getLast();
        slice.operations += interval.operations();
        slice.flushes += interval.flushes();
        slice.compactions += interval.compactions();
        slice.stallMillis += interval.stallMillis();
        double length = round.timeline().intervalMillis() / 1e3;
        slice.busySeconds += Math.clamp(round.seconds() - start / 1e3, 0, length);
        start += round.timeline().intervalMillis();
      }
      return new Course(round.store(), sliceMillis / 1e3, slices);
    }

    /** The slices in which something happened, neighbours together. */
    private List<Span> spans(Predicate<Slice> happened) {
      List<Span> spans = new ArrayList<>();
      for (int i = 0; i < slices.size(); i++) {
        if (happened.test(slices.get(i))) {
          double start = i * sliceSeconds;
          if (i > 0 && happened.test(slices.get(i - 1))) {
            start = spans.removeLast().start();
          }
          spans.add(new Span(start, (i + 1) * sliceSeconds));
        }
      }
      return spans;
    }
  }

  /** A stretch of time, in seconds. */
  private record Span(double start, double end) {}
}
