package dev.varve.sstable.block;

/**
 * A block's structure contradicts itself. The reader, who knows file and offset, turns it into a
 * {@link dev.varve.io.CorruptionException}.
 */
public final class MalformedBlockException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the report. */
  public MalformedBlockException(String message) {
    super(message);
  }
}
