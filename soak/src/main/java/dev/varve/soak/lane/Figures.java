package dev.varve.soak.lane;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts of calls, by name, and the longest of each. Thread-safe. */
public final class Figures {
  private static final Pattern LINE = Pattern.compile("figure (\\S+) (\\d+) (\\d+)");
  private static final double NANOS_PER_MILLI = 1e6;

  private record Figure(AtomicLong count, AtomicLong longestNanos) {
    Figure() {
      this(new AtomicLong(), new AtomicLong());
    }
  }

  private final Map<String, Figure> figures = new ConcurrentSkipListMap<>();

  /** Begins with no calls. */
  public Figures() {}

  /** Takes note of a call. */
  public void took(Call call, long nanos) {
    took(call.name(), nanos);
  }

  /** Takes note of a call by a name without blanks. */
  public void took(String name, long nanos) {
    add(name, 1, nanos);
  }

  private void add(String name, long count, long nanos) {
    Figure figure = figures.computeIfAbsent(name, _ -> new Figure());
    figure.count.addAndGet(count);
    figure.longestNanos.accumulateAndGet(nanos, Math::max);
  }

  /** Adds all that others have. */
  public void add(Figures others) {
    others.figures.forEach((name, other) -> add(name, other.count.get(), other.longestNanos.get()));
  }

  /** How many calls there were. */
  public long count(Call call) {
    return count(call.name());
  }

  /** How many calls there were by a name. */
  public long count(String name) {
    Figure figure = figures.get(name);
    return figure == null ? 0 : figure.count.get();
  }

  /** How many calls there were by all names. */
  public long total() {
    return figures.values().stream().mapToLong(figure -> figure.count.get()).sum();
  }

  /** All of them as lines for {@link #addLine}, for another process to read. */
  public String lines() {
    StringBuilder lines = new StringBuilder();
    figures.forEach((name, figure) ->
        lines
            .append("figure ")
            .append(name)
            .append(' ')
            .append(figure.count)
            .append(' ')
            .append(figure.longestNanos)
            .append('\n'));
    return lines.toString();
  }

  /** The name in a line of {@link #lines}; null for any other line. */
  public static String name(String line) {
    Matcher figure = LINE.matcher(line);
    return figure.matches() ? figure.group(1) : null;
  }

  /** Adds what a line says, if it is one of {@link #lines}. */
  public void addLine(String line) {
    Matcher figure = LINE.matcher(line);
    if (figure.matches()) {
      add(figure.group(1), Long.parseLong(figure.group(2)), Long.parseLong(figure.group(3)));
    }
  }

  /** Prints a table. */
  public void tell(PrintWriter out) {
    out.printf("%-28s %13s   longest ms%n", "call", "count");
    figures.forEach((name, figure) ->
        out.printf(
            "%-28s %,13d   %,10.1f%n",
            name, figure.count.get(), figure.longestNanos.get() / NANOS_PER_MILLI));
  }
}
