package dev.varve.watch;

import dev.varve.io.FileSystem;
import dev.varve.io.StorageFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Optional;

/** Looks whether a directory can be written to, by doing it. */
record DiskWritable(FileSystem files, Path directory) implements ReadinessCheck {
  private static final String PROBE = "ready.probe";
  private static final int PROBE_BYTES = 4096; // a block: less might fit where nothing else does

  @Override
  public String name() {
    return "disk";
  }

  @Override
  public Optional<String> problem() {
    Path probe = directory.resolve(PROBE);
    try {
      if (files.exists(probe)) {
        files.delete(probe); // of a process that was killed
      }
      try (StorageFile file = files.create(probe)) {
        file.write(0, MemorySegment.ofArray(new byte[PROBE_BYTES]));
        file.sync();
      } finally {
        if (files.exists(probe)) {
          files.delete(probe);
        }
      }
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      return Optional.of(e.toString());
    }
  }
}
