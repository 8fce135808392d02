package dev.varve.engine;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A directory does not hold an engine's data, or there is no directory and none was to be created.
 * It is unchanged.
 */
public final class NotAnEngineDirectoryException extends IOException {
  private static final long serialVersionUID = 1L;

  NotAnEngineDirectoryException(Path directory, String found) {
    super("not a Varve directory: " + directory + " (" + found + ")");
  }
}
