package dev.varve.engine;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Another engine, in this or another process, has the directory open. The directory is unchanged.
 */
public final class DirectoryInUseException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the report.
   *
   * @param holder what the other engine said of itself; empty if that is not known
   */
  DirectoryInUseException(Path directory, String holder) {
    super(
        "in use by another engine: "
            + directory
            + (holder.isEmpty()
                ? ""
                : " (" + (holder.equals(self()) ? "this process" : holder) + ")"));
  }

  /** What an engine of this process says of itself to others. */
  static String self() {
    ProcessHandle process = ProcessHandle.current();
    return "process "
        + process.pid()
        + process.info().startInstant().map(start -> ", started " + start).orElse("");
  }
}
