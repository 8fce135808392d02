package dev.varve.engine;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Another engine, in this or another process, has the directory open. The directory is unchanged.
 */
public final class DirectoryInUseException extends IOException {
  private static final long serialVersionUID = 1L;

  DirectoryInUseException(Path directory) {
    super("in use by another engine: " + directory);
  }
}
