package dev.varve.bench.html;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes HTML that is XML too: every element is closed, all text escaped. Attributes are given as
 * names and values in turn.
 */
final class Markup {
  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /** Text as it may stand between tags and in attributes; what XML cannot hold is replaced. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(point -> {
          switch (point) {
            case '&' -> escaped.append("&amp;");
            case '<' -> escaped.append("&lt;");
            case '>' -> escaped.append("&gt;");
            case '"' -> escaped.append("&quot;");
            default -> escaped.appendCodePoint(isAllowed(point) ? point : 0xfffd);
          }
        });
    return escaped.toString();
  }

  private static boolean isAllowed(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL -> point == '\t' || point == '\n';
      case Character.SURROGATE -> false;
      default -> (point & 0xfffe) != 0xfffe;
    };
  }

  /** Starts an element. */
  Markup open(String name, String... attributes) {
    tag(name, attributes);
    out.append('>');
    open.push(name);
    return this;
  }

  /** Ends the element that was started last. */
  Markup close() {
    String name = open.pop();
    out.append("</").append(name).append('>');
    return this;
  }

  /** Ends the element that was started last, and the line. */
  Markup closeLine() {
    close();
    out.append('\n');
    return this;
  }

  /** An element without content. */
  Markup empty(String name, String... attributes) {
    tag(name, attributes);
    out.append("/>");
    return this;
  }

  /** An element with text in it. */
  Markup element(String name, String text, String... attributes) {
    return open(name, attributes).text(text).close();
  }

  /** Text. */
  Markup text(String text) {
    out.append(escape(text));
    return this;
  }

  /** Markup that is whole in itself. */
  Markup raw(String markup) {
    out.append(markup);
    return this;
  }

  /** The end of a line. */
  Markup line() {
    out.append('\n');
    return this;
  }

  private void tag(String name, String... attributes) {
    out.append('<').append(name);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ')
          .append(attributes[i])
          .append("=\"")
          .append(escape(attributes[i + 1]))
          .append('"');
    }
  }

  /** What was written, every element of which has to be closed. */
  @Override
  public String toString() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("not closed: " + open);
    }
    return out.toString();
  }
}
