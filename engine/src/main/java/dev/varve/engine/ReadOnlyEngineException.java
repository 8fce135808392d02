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
    super("opened read-only: " + directory);
  }
}
