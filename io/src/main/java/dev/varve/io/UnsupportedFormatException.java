package dev.varve.io;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A file is intact but of a format version that this release does not read. The file is left
 * unchanged.
 */
public final class UnsupportedFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int foundVersion;
  private final int supportedVersion;

  /**
   * Creates the report: {@code file} has {@code foundVersion}, this release reads up to {@code
   * supportedVersion}.
   */
  public UnsupportedFormatException(Path file, int foundVersion, int supportedVersion) {
    super(
        "unsupported format: "
            + file
            + " has version "
            + foundVersion
            + ", this release reads up to "
            + supportedVersion);
    this.foundVersion = foundVersion;
    this.supportedVersion = supportedVersion;
  }

  /**
   * Creates the report of a part of a file that this release does not know, in a file of a version
   * that it reads.
   *
   * @param found the part, as {@code "manifest field 12"}
   */
  public UnsupportedFormatException(Path file, String found) {
    super("unsupported format: " + file + " has " + found + ", which this release does not know");
    foundVersion = -1;
    supportedVersion = -1;
  }

  /** The file's version; -1 if not the version is unknown but a part of the file. */
  public int foundVersion() {
    return foundVersion;
  }

  /** The newest version that this release reads; -1 where {@link #foundVersion} is. */
  public int supportedVersion() {
    return supportedVersion;
  }
}
