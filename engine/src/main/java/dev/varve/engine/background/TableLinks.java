package dev.varve.engine.background;

import dev.varve.io.FileSystem;
import dev.varve.io.StorageFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * Gives tables further names, which they may have since they never change. Where the file system
 * refuses that they are copied.
 */
final class TableLinks {
  private static final int COPY_BYTES = 1 << 20;

  private final FileSystem files;

  TableLinks(FileSystem files) {
    this.files = files;
  }

  /** Gives a table a further name, durable once the directory of that is synced. */
  void give(Path table, Path name) throws IOException {
    try {
      files.link(table, name);
    } catch (IOException | UnsupportedOperationException refused) {
      // Not every file system has links, and some have a limit.
      try {
        copy(table, name);
      } catch (IOException cause) {
        cause.addSuppressed(refused);
        throw cause;
      }
    }
  }

  private void copy(Path from, Path to) throws IOException {
    byte[] buffer = new byte[COPY_BYTES];
    try (StorageFile source = files.openReadOnly(from);
        StorageFile target = files.create(to)) {
      long length = source.length();
      for (long position = 0; position < length; position += COPY_BYTES) {
        MemorySegment part =
            MemorySegment.ofArray(buffer).asSlice(0, Math.min(COPY_BYTES, length - position));
        source.read(position, part);
        target.write(position, part);
      }
      target.sync();
    }
  }

  /** Deletes a directory with all that is in it; else the next opening does it. */
  void discard(Path directory, Throwable failure) {
    try {
      if (files.exists(directory)) {
        for (String name : files.list(directory)) {
          files.delete(directory.resolve(name));
        }
        files.delete(directory);
      }
    } catch (IOException second) {
      failure.addSuppressed(second);
    }
  }
}
