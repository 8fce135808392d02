package dev.varve.bench.html;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How each store is drawn: the same store in the same colour in every report, and lines apart by
 * their dashes too, for those who do not see the colours or print without them. All colours are
 * dark enough for white paper.
 */
final class StoreStyles {
  private static final float LINE_WIDTH = 2.2f;

  private static final Map<String, Style> KNOWN =
      Map.of(
          "varve", new Style(new Color(0x0b5cad), List.of()),
          "rocksdb", new Style(new Color(0xcf4a00), List.of(8f, 4f)),
          "lmdb", new Style(new Color(0x16803c), List.of(2f, 3f)),
          "mvstore", new Style(new Color(0x8e3ba6), List.of(10f, 3f, 2f, 3f)),
          "xodus", new Style(new Color(0x8a6500), List.of(5f, 2f)),
          "dynamodb-local", new Style(new Color(0xc2185b), List.of(8f, 4f)));

  /** For stores that are not known, in the order in which they appear. */
  private static final List<Style> OTHERS =
      List.of(
          new Style(new Color(0x3d4650), List.of(12f, 4f)),
          new Style(new Color(0x00798c), List.of(4f, 4f)),
          new Style(new Color(0x7a3b22), List.of(8f, 2f, 2f, 2f, 2f, 2f)),
          new Style(new Color(0x5560c8), List.of(3f, 2f)),
          new Style(new Color(0xc2185b), List.of(6f, 3f)));

  private final Map<String, Style> styles = new LinkedHashMap<>();

  /** Chooses styles for stores. */
  StoreStyles(List<String> stores) {
    List<Style> others = new ArrayList<>();
    for (String store : stores) {
      if (KNOWN.containsKey(store)) {
        styles.put(store, KNOWN.get(store));
      } else {
        styles.put(store, OTHERS.get(others.size() % OTHERS.size()));
        others.add(styles.get(store));
      }
    }
  }

  /** A colour as CSS and SVG have it. */
  static String css(Color color) {
    return String.format(Locale.ROOT, "#%06x", color.getRGB() & 0xffffff);
  }

  /** The style of a store. */
  Style of(String store) {
    return styles.get(store);
  }

  /**
   * A colour and a pattern of dashes.
   *
   * @param dashes lengths of dashes and gaps in turn; empty for a whole line
   */
  record Style(Color color, List<Float> dashes) {
    /** The colour as CSS and SVG have it. */
    String css() {
      return StoreStyles.css(color);
    }

    BasicStroke stroke() {
      return stroke(LINE_WIDTH);
    }

    private BasicStroke stroke(float width) {
      if (dashes.isEmpty()) {
        return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND);
      }
      float[] lengths = new float[dashes.size()];
      for (int i = 0; i < lengths.length; i++) {
        lengths[i] = dashes.get(i);
      }
      return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, lengths, 0);
    }
  }
}
