package dev.varve.dynamodb;

import dev.varve.io.FileSystem;
import dev.varve.io.MemoryLedger;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The folder whose folders stand for buckets of S3: ExportTableToPointInTime writes there, and
 * ImportTable reads there. An object's key is the path of its file in the bucket's folder.
 *
 * @param files where the folder is
 * @param root the folder; it is made when it is first written to
 */
public record BucketFolder(FileSystem files, Path root) {
  public BucketFolder {
    Objects.requireNonNull(files, "files");
    Objects.requireNonNull(root, "root");
  }

  /** A folder of the machine. */
  public static BucketFolder of(Path root) {
    return new BucketFolder(FileSystem.local(new MemoryLedger()), root);
  }
}
