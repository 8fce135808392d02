package dev.varve.bench.compare;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A workload and its threads, as on the command line: {@code fillsync@8}.
 *
 * @param workload its name
 * @param threads threads that do the operations
 */
record CellName(String workload, int threads) {
  private static final Pattern FORM = Pattern.compile("([a-z-]+)(?:@(\\d{1,4}))?");
  private static final int MAX_THREADS = 1024;

  /**
   * Reads the written form.
   *
   * @param defaultThreads where none are given
   * @throws IllegalArgumentException if it is not one
   */
  static CellName parse(String text, int defaultThreads) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("a workload is NAME or NAME@THREADS: " + text);
    }
    int threads = form.group(2) == null ? defaultThreads : Integer.parseInt(form.group(2));
    if (threads < 1 || threads > MAX_THREADS) {
      throw new IllegalArgumentException("threads must be 1 to " + MAX_THREADS + ": " + text);
    }
    return new CellName(form.group(1), threads);
  }

  @Override
  public String toString() {
    return workload + "@" + threads;
  }
}
