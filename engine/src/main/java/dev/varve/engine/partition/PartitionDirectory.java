package dev.varve.engine.partition;

import dev.varve.engine.pin.RefCounted;
import dev.varve.io.FileSystem;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The directory of a partition, held by all its views: by the partition's own, and by those of
 * readers and jobs. Once the partition is dropped, the last of them deletes it, after its tables.
 */
public final class PartitionDirectory extends RefCounted {
  private final FileSystem files;
  private final Path path;
  private volatile boolean dropped;

  public PartitionDirectory(FileSystem files, Path path) {
    this.files = files;
    this.path = path;
  }

  public Path path() {
    return path;
  }

  /** Says that the directory goes with the last view. */
  public void drop() {
    dropped = true;
  }

  @Override
  protected void free() {
    if (dropped) {
      try {
        files.delete(path);
      } catch (IOException _) {
        // Something is left in it: the next open deletes what is the engine's. The last holder may
        // be a reader, for whom nothing has failed.
        return;
      }
    }
  }
}
