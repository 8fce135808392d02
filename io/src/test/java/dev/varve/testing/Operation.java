package dev.varve.testing;

import java.nio.file.Path;

/**
 * One mutating call on a {@link MemoryFileSystem}, about to be done.
 *
 * @param number 1 for the first operation of that file system, then counting up
 * @param path the file or directory; of a rename or link the new name
 */
public record Operation(int number, Kind kind, Path path) {
  /** What the call is. Stores through a mapping are no operations. */
  public enum Kind {
    /** A new file, by {@code create} or by the first {@code tryLock}. */
    CREATE,
    /** A write at a position. */
    WRITE,
    /** A growth by {@code preallocate}. */
    PREALLOCATE,
    /** A truncation. */
    TRUNCATE,
    /** A sync of a file. */
    SYNC,
    /** A rename. */
    RENAME,
    /** A second name for a file. */
    LINK,
    /** The removal of a name. */
    DELETE,
    /** A sync of a directory's names. */
    SYNC_DIRECTORY,
    /** The creation of at least one missing directory. */
    CREATE_DIRECTORIES
  }
}
