package dev.varve.engine;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Something was to be written through an engine that was opened with {@link
 * EngineOptions#readOnly}; nothing is changed.
 */
public final class ReadOnlyEngineException extends IOException {
  private static final long serialVersionUID = 1L;

  ReadOnlyEngineException(Path directory) {
    this("opened read-only: " + directory);
  }

  private ReadOnlyEngineException(String message) {
    super(message);
  }

  /** The same refusal, thrown from another place. */
  ReadOnlyEngineException again() {
    return new ReadOnlyEngineException(getMessage());
  }
}
