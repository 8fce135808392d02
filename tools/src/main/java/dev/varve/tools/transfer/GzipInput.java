package dev.varve.tools.transfer;

import dev.varve.tools.format.FormatException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Decompresses gzip, of one or several members, to its very end: the JDK's stream takes whatever
 * follows a member and is no other one, such as half of one, for the end.
 */
final class GzipInput extends GZIPInputStream {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int TRAILER_BYTES = 8;

  private final CountedInput compressed;

  /** How much had been read when the decompressor was fed last. */
  private long fedAt;

  private boolean ended;

  private GzipInput(CountedInput compressed) throws IOException {
    super(compressed, BUFFER_BYTES);
    this.compressed = compressed;
  }

  /** Begins to decompress. */
  static InputStream open(InputStream compressed) throws IOException {
    try {
      return new GzipInput(new CountedInput(compressed, _ -> {}));
    } catch (EOFException | ZipException broken) {
      throw explained(broken);
    }
  }

  @Override
  protected void fill() throws IOException {
    super.fill();
    fedAt = compressed.count();
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read;
    try {
      read = super.read(target, offset, length);
    } catch (EOFException | ZipException broken) {
      throw explained(broken);
    }
    if (read < 0 && !ended) {
      ended = true;
      long behind = inf.getRemaining() + compressed.count() - fedAt - TRAILER_BYTES;
      if (behind > 0 || compressed.read() >= 0) {
        throw new FormatException(
            "the compressed data is followed by something else: the file is cut or damaged");
      }
    }
    return read;
  }

  private static FormatException explained(IOException broken) {
    return new FormatException(
        broken instanceof EOFException
            ? "the compressed data ends too early: the file is cut"
            : "the compressed data is damaged: " + broken.getMessage(),
        broken);
  }
}
