package dev.varve.bench.html;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import dev.varve.bench.text.Quantities;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.io.IOException;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;
import org.knowm.xchart.style.Styler.LegendPosition;

/** How all charts look. */
final class ChartStyle {
  /** Width of a chart in its own units; a page may scale it. */
  static final int WIDTH = 620;

  static final int PADDING = 10;
  static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
  static final Font SMALL_FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  static final Color TEXT = new Color(0x1f2328);
  static final Color QUIET_TEXT = new Color(0x4b535d);

  /** Share of the plot between the ends of the axes: a little less than all, so that 0 is shown. */
  static final double CONTENT = 0.985;

  private static final Color GRID = new Color(0xe2e5e9);

  /** XChart never ends when the label of an axis is longer than this. */
  private static final int MAX_LABEL_LENGTH = 20;

  static {
    System.setProperty("java.awt.headless", "true"); // nothing is ever shown on a screen
  }

  private ChartStyle() {}

  /** An empty chart of this style, without a legend. */
  static XYChart chart(int width, int height, String xTitle, String yTitle) {
    XYChart chart = new XYChart(width, height);
    chart.setXAxisTitle(xTitle);
    chart.setYAxisTitle(yTitle);
    chart
        .getStyler()
        .setChartTitleVisible(false)
        .setLegendVisible(false)
        .setLegendPosition(LegendPosition.OutsideE)
        .setLegendFont(FONT)
        .setLegendBorderColor(Color.WHITE)
        .setLegendSeriesLineLength(36)
        .setLegendPadding(8)
        .setChartBackgroundColor(Color.WHITE)
        .setChartFontColor(TEXT)
        .setChartPadding(PADDING)
        .setPlotBackgroundColor(Color.WHITE)
        .setPlotBorderVisible(false)
        .setXAxisTitleColor(QUIET_TEXT)
        .setYAxisTitleColor(QUIET_TEXT)
        .setAnnotationTextFont(SMALL_FONT)
        .setAnnotationTextFontColor(TEXT);
    chart
        .getStyler()
        .setAxisTitleFont(SMALL_FONT)
        .setAxisTickLabelsFont(SMALL_FONT)
        .setAxisTickLabelsColor(TEXT)
        .setAxisTickMarksColor(QUIET_TEXT)
        .setPlotGridLinesColor(GRID)
        .setPlotGridLinesStroke(new BasicStroke(1))
        .setYAxisLabelAlignment(TextAlignment.Right);
    return chart;
  }

  /** A label no longer than an axis takes. */
  static String label(String text) {
    return text.codePointCount(0, text.length()) <= MAX_LABEL_LENGTH
            && text.length() <= MAX_LABEL_LENGTH
        ? text
        : text.substring(0, text.offsetByCodePoints(0, MAX_LABEL_LENGTH / 2 - 1))
            + "…"
            + text.substring(text.length() - MAX_LABEL_LENGTH / 2);
  }

  /** A value on an axis, as short as can be. */
  static String tick(double value) {
    String text = Quantities.compact(value);
    return text.indexOf('.') < 0 ? text : text.replaceFirst("\\.?0+(?=\\D?$)", "");
  }

  /** How wide a text of an annotation is. */
  static double width(String text) {
    return new TextLayout(text, SMALL_FONT, new FontRenderContext(null, true, false))
        .getBounds()
        .getWidth();
  }

  /** Lays a chart out, so that it knows where its values are. */
  static void layOut(XYChart chart) {
    chart.paint(new VectorGraphics2D(), chart.getWidth(), chart.getHeight());
  }

  /**
   * Sees to it that text can be drawn.
   *
   * @throws IOException if Java finds no font
   */
  static void requireFonts() throws IOException {
    try {
      width("0");
    } catch (RuntimeException | LinkageError | InternalError noFonts) {
      throw new IOException(
          "charts need a font, and Java finds none: install fontconfig and a font such as DejaVu"
              + " Sans",
          noFonts);
    }
  }
}
