package dev.varve.tools;

import java.io.Console;
import java.util.function.LongConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on a terminal's standard error, and nothing at all elsewhere. One thread. */
final class Progress implements LongConsumer, AutoCloseable {
  private static final int UPDATE_MILLIS = 250;
  private static final long MEBIBYTE = 1 << 20;

  /** Null where nobody looks. */
  private final ProgressBar bar;

  private Progress(ProgressBar bar) {
    this.bar = bar;
  }

  /** Starts a bar that is full after {@code bytes} bytes. */
  static Progress ofBytes(String task, long bytes) {
    return new Progress(
        onTerminal() ? builder(task, bytes).setUnit(" MiB", MEBIBYTE).build() : null);
  }

  /** Starts a bar that is full after {@code items} items. */
  static Progress ofItems(String task, long items) {
    return new Progress(onTerminal() ? builder(task, items).setUnit(" items", 1).build() : null);
  }

  /** Whether a user sees what is printed, and may answer. */
  @SuppressWarnings(
      "SystemConsoleNull") // it is null without a terminal, unless another console is asked for
  static boolean onTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  private static ProgressBarBuilder builder(String task, long steps) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(steps)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(UPDATE_MILLIS)
        .clearDisplayOnFinish();
  }

  @Override
  public void accept(long steps) {
    if (bar != null) {
      bar.stepBy(steps);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
