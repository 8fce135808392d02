package dev.varve.bench;

import java.io.Console;
import java.util.function.LongConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A progress bar on a terminal's standard error, and nothing at all elsewhere. {@link #accept} may
 * be called by many threads; all else by one.
 */
public final class Progress implements LongConsumer, AutoCloseable {
  private static final int UPDATE_MILLIS = 250;

  /** Null where nobody looks. */
  private final ProgressBar bar;

  private Progress(ProgressBar bar) {
    this.bar = bar;
  }

  @SuppressWarnings(
      "SystemConsoleNull") // it is null without a terminal, unless another console is asked for
  private static boolean onTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /** Starts a bar that is full after {@code steps} steps. */
  public static Progress start(String task, long steps) {
    if (!onTerminal()) {
      return new Progress(null);
    }
    return new Progress(
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(steps)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(UPDATE_MILLIS)
            .clearDisplayOnFinish()
            .build());
  }

  @Override
  public void accept(long steps) {
    if (bar != null) {
      bar.stepBy(steps);
    }
  }

  /** Moves the bar to a step, and says beside it what is being done. */
  public void at(long step, String what) {
    if (bar != null) {
      bar.stepTo(step);
      bar.setExtraMessage(what);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
