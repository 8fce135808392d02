package dev.varve.engine;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A directory cannot be opened for writing: its file system is full or read-only, or the process
 * may not write there. Nothing of what it holds is lost; the cause says what failed. {@link
 * EngineOptions#readOnly} still shows it.
 */
public final class DirectoryNotWritableException extends IOException {
  private static final long serialVersionUID = 1L;

  DirectoryNotWritableException(Path directory, IOException cause) {
    super("cannot open for writing: " + directory + " (" + reason(cause) + ")", cause);
  }

  private static String reason(IOException cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
