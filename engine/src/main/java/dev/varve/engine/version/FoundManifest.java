package dev.varve.engine.version;

import java.nio.file.Path;

/**
 * The live manifest as it was read.
 *
 * @param state the sum of its edits
 * @param path its file
 * @param number that in its name; 0 where there is no manifest yet
 * @param soundBytes where its last sound record ends
 * @param close how manifest and log were left, if they were closed and not written to since; else
 *     {@code null}
 */
public record FoundManifest(
    ManifestState state, Path path, long number, long soundBytes, CleanClose close) {
  /** That of a directory to be created. */
  public static FoundManifest none(Path directory) {
    return new FoundManifest(new ManifestState(), directory.resolve(Manifest.CURRENT), 0, 0, null);
  }

  /** Whether it holds everything up to the end of an edit, of this or an earlier manifest. */
  public boolean reaches(long ofNumber, long bytes) {
    return number > ofNumber || (number == ofNumber && soundBytes >= bytes);
  }
}
