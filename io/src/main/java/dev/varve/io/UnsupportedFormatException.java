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

  /** The file's version. */
  public int foundVersion() {
    return foundVersion;
  }

  /** The newest version that this release reads. */
  public int supportedVersion() {
    return supportedVersion;
  }
}
