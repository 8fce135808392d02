package dev.varve.bench.html;

import dev.varve.bench.text.Quantities;
import java.util.List;
import java.util.stream.Collectors;

/** What several sections of the page are made of. */
final class PageParts {
  private PageParts() {}

  /** The colours and dashes of stores. */
  static void legend(Markup page, List<String> stores, StoreStyles styles) {
    page.open("ul", "class", "legend");
    for (String store : stores) {
      page.open("li").raw(key(styles.of(store))).text(store).close();
    }
    page.closeLine();
  }

  private static String key(StoreStyles.Style style) {
    String dashes =
        style.dashes().stream().map(Quantities::compact).collect(Collectors.joining(" "));
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"key\" viewBox=\"0 0 34 12\""
        + " aria-hidden=\"true\"><line x1=\"0\" y1=\"6\" x2=\"34\" y2=\"6\""
        + " stroke-width=\"4\" stroke=\""
        + style.css()
        + "\""
        + (dashes.isEmpty() ? "" : " stroke-dasharray=\"" + dashes + "\"")
        + "/></svg>";
  }

  /** The head of a column of figures of a store, with its colour. */
  static void storeHeading(Markup page, String store, StoreStyles styles) {
    page.open("th", "scope", "col")
        .raw(
            "<span class=\"dot\" style=\"background:"
                + styles.of(store).css()
                + "\" aria-hidden=\"true\"></span>")
        .text(store)
        .close();
  }

  /** Starts a table that scrolls by itself where the window is too narrow for it. */
  static void openTable(Markup page, String caption) {
    page.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", caption)
        .open("table")
        .open("caption")
        .element("span", caption)
        .closeLine();
  }

  /** Ends a table and its body. */
  static void closeTable(Markup page) {
    page.close().close().closeLine();
  }

  /** A dash as it is printed. */
  static String dash(String text) {
    return text.equals("-") ? "–" : text;
  }

  /** A level as a heading. */
  static String levelTitle(String level) {
    return switch (level) {
      case "engine" -> "Storage engines";
      case "dynamodb" -> "DynamoDB operations";
      case "http" -> "DynamoDB operations over HTTP";
      default -> level;
    };
  }

  /** A level as a part of an id. */
  static String id(String level) {
    return level.replaceAll("[^A-Za-z0-9]", "-");
  }
}
