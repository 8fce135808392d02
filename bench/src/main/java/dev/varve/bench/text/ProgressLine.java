package dev.varve.bench.text;

import java.io.Console;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on a terminal's standard error, and nothing at all elsewhere. For one thread. */
public final class ProgressLine implements AutoCloseable {
  private static final int UPDATE_MILLIS = 250;

  /** Null where nobody looks. */
  private final ProgressBar bar;

  private ProgressLine(ProgressBar bar) {
    this.bar = bar;
  }

  @SuppressWarnings(
      "SystemConsoleNull") // it is null without a terminal, unless another console is asked for
  private static boolean onTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /** Starts a bar that is full after {@code steps} steps. */
  public static ProgressLine start(String task, long steps) {
    if (!onTerminal()) {
      return new ProgressLine(null);
    }
    return new ProgressLine(
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(steps)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(UPDATE_MILLIS)
            .clearDisplayOnFinish()
            .build());
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
