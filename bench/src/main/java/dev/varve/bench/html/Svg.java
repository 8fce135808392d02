package dev.varve.bench.html;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.knowm.xchart.XYChart;

/**
 * Charts as SVG. Labels come out as outlines, so that they look the same everywhere; what a chart
 * shows is told in words beside it. The charts of a page share the outlines of equal labels.
 */
final class Svg {
  private static final String PATH_END = "\"/>";

  /** Room for a line of a caption, in units of the chart. */
  private static final int LINE_HEIGHT = 17;

  private static final Pattern NUMBER = Pattern.compile("-?\\d+\\.\\d+(?:E-?\\d+)?");
  private static final Pattern COLOR = Pattern.compile("rgb\\((\\d+),(\\d+),(\\d+)\\)");
  private static final Pattern FILLED = Pattern.compile("style=\"fill:(#\\w{6});stroke:none;?\"");
  private static final Pattern PATH = Pattern.compile("(?<= )d=\"([^\"]*)\"");
  private static final Pattern LABEL =
      Pattern.compile("<path d=\"([^\"]{80,})\" (fill=\"#\\w{6}\")/>");

  private static final Pattern LINE =
      Pattern.compile(
          "<line style=\"([^\"]*)\" x1=\"([^\"]*)\" x2=\"([^\"]*)\" y1=\"([^\"]*)\""
              + " y2=\"([^\"]*)\"/>");

  private final Map<String, String> shared = new LinkedHashMap<>();

  /**
   * An element to be put into a page, which needs that of {@link #sharedOutlines} too.
   *
   * @param id unique in the page; names within the picture begin with it
   * @param description what the picture shows, for those who do not see it
   */
  String inline(XYChart chart, String id, String description) throws IOException {
    String content =
        LABEL
            .matcher(content(chart, id))
            .replaceAll(label ->
                "<use href=\"#"
                    + shared.computeIfAbsent(label.group(1), _ -> "o" + shared.size())
                    + "\" "
                    + label.group(2)
                    + "/>");
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\""
        + Markup.escape(description)
        + "\" viewBox=\"0 0 "
        + chart.getWidth()
        + " "
        + chart.getHeight()
        + "\">"
        + content
        + "</svg>";
  }

  /** What the charts of a page have in common, without being seen itself. */
  String sharedOutlines() {
    StringBuilder outlines =
        new StringBuilder(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"0\" height=\"0\""
                + " style=\"position:absolute\" aria-hidden=\"true\"><defs>\n");
    shared.forEach((data, id) ->
        outlines.append("<path id=\"").append(id).append("\" d=\"").append(data).append("\"/>\n"));
    return outlines.append("</defs></svg>").toString();
  }

  /**
   * A file of its own.
   *
   * @param title above the chart, in the picture
   * @param caption lines below it
   */
  static String file(XYChart chart, String title, List<String> caption) throws IOException {
    int width = chart.getWidth();
    int top = 2 * LINE_HEIGHT;
    int bottom = top + chart.getHeight();
    int height = bottom + caption.size() * LINE_HEIGHT + LINE_HEIGHT / 2;
    Markup svg = new Markup().raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    svg.open(
            "svg",
            "xmlns",
            "http://www.w3.org/2000/svg",
            "role",
            "img",
            "width",
            Integer.toString(width),
            "height",
            Integer.toString(height),
            "viewBox",
            "0 0 " + width + " " + height)
        .line();
    svg.element("title", title).line();
    svg.empty("rect", "width", "100%", "height", "100%", "fill", "#ffffff").line();
    svg.open("g", "font-family", "'DejaVu Sans', Verdana, Arial, sans-serif").line();
    text(svg, title, top - LINE_HEIGHT / 2, 15, ChartStyle.TEXT, "bold");
    for (int i = 0; i < caption.size(); i++) {
      int y = bottom + (i + 1) * LINE_HEIGHT - LINE_HEIGHT / 3;
      text(svg, caption.get(i), y, 12, ChartStyle.QUIET_TEXT, "normal");
    }
    svg.closeLine();
    svg.open("g", "transform", "translate(0 " + top + ")").raw(content(chart, "chart")).closeLine();
    return svg.closeLine().toString();
  }

  private static void text(Markup svg, String text, int y, int size, Color color, String weight) {
    svg.element(
            "text",
            text,
            "x",
            Integer.toString(ChartStyle.PADDING),
            "y",
            Integer.toString(y),
            "font-size",
            Integer.toString(size),
            "font-weight",
            weight,
            "fill",
            StoreStyles.css(color))
        .line();
  }

  /** The drawing without the element around it, and without what makes it long unseen. */
  private static String content(XYChart chart, String id) throws IOException {
    VectorGraphics2D graphics = new VectorGraphics2D();
    chart.paint(graphics, chart.getWidth(), chart.getHeight());
    ByteArrayOutputStream document = new ByteArrayOutputStream();
    new SVGProcessor()
        .getDocument(graphics.getCommands(), new PageSize(chart.getWidth(), chart.getHeight()))
        .writeTo(document);
    String content = document.toString(StandardCharsets.UTF_8);
    content =
        content
            .substring(
                content.indexOf('>', content.indexOf("<svg")) + 1, content.lastIndexOf("</svg>"))
            .replaceAll(">\\s+<", "><")
            .strip()
            .replace("\"clip", "\"" + id + "-clip")
            .replace("url(#clip", "url(#" + id + "-clip");
    content =
        COLOR
            .matcher(content)
            .replaceAll(color ->
                String.format(
                    Locale.ROOT,
                    "#%02x%02x%02x",
                    Integer.parseInt(color.group(1)),
                    Integer.parseInt(color.group(2)),
                    Integer.parseInt(color.group(3))));
    content = joinLines(FILLED.matcher(content).replaceAll("fill=\"$1\""));
    content =
        PATH.matcher(content).replaceAll(path -> "d=\"" + PathData.shorten(path.group(1)) + "\"");
    return NUMBER.matcher(content).replaceAll(number -> round(number.group()));
  }

  /**
   * Makes one path of lines that go on where the last one ended: XChart draws each stretch of a
   * curve by itself, which would begin its dashes anew at every point.
   */
  private static String joinLines(String content) {
    StringBuilder joined = new StringBuilder(content.length());
    Matcher line = LINE.matcher(content);
    int done = 0;
    String style = "";
    String end = "";
    while (line.find()) {
      String start = line.group(2) + "," + line.group(4);
      if (line.start() == done && start.equals(end) && line.group(1).equals(style)) {
        joined.setLength(joined.length() - PATH_END.length());
      } else {
        joined.append(content, done, line.start()).append("<path style=\"").append(line.group(1));
        joined.append("\" d=\"M").append(start);
      }
      style = line.group(1);
      end = line.group(3) + "," + line.group(5);
      joined.append(" L").append(end).append(PATH_END);
      done = line.end();
    }
    return joined.append(content, done, content.length()).toString();
  }

  /** Two decimals are a hundredth of a pixel. */
  private static String round(String number) {
    String rounded = String.format(Locale.ROOT, "%.2f", Double.parseDouble(number));
    rounded = rounded.replaceFirst("\\.?0+$", "");
    return rounded.equals("-0") ? "0" : rounded;
  }
}
