package dev.varve.io;

/**
 * How the bytes of a mapping are going to be used. The caller says it; the file system turns it
 * into advice to the operating system, where there is a way to advise.
 */
public enum Access {
  /**
   * Reads of single places in any order. The file system decides, from how much memory there is,
   * whether the mapping is likely to stay in memory, and decides anew as that changes.
   */
  POINT,
  /** As {@link #POINT} by a caller who knows that all of the mapping is going to stay in memory. */
  POINT_IN_MEMORY,
  /** As {@link #POINT} by a caller who knows that most reads are going to wait for the device. */
  POINT_ON_DEVICE,
  /** Stores that follow each other, as those of a log. */
  LOG
}
