package dev.varve.formats.zstd;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Decompresses zstd, of one or several frames, to its very end. What is cut or damaged is an {@link
 * IOException}.
 */
public final class ZstdInput extends FilterInputStream {
  /** What a frame begins with. */
  private static final byte[] MAGIC = HexFormat.of().parseHex("28b52ffd");

  /** No frame needs more memory than 128 MiB: two to the power of this. */
  private static final int MOST_WINDOW_LOG = 27;

  private ZstdInput(InputStream decompressed) {
    super(decompressed);
  }

  /** Whether a file is compressed with zstd, by its first four bytes. */
  public static boolean begins(byte[] beginning) {
    return beginning.length >= MAGIC.length
        && Arrays.equals(beginning, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /**
   * Begins to decompress a file, which is closed with this, and where this fails.
   *
   * @throws IOException if this machine has no zstd
   */
  public static InputStream open(InputStream compressed) throws IOException {
    boolean done = false;
    try {
      ZstdInputStreamNoFinalizer stream =
          NativeLibrary.call(() -> new ZstdInputStreamNoFinalizer(compressed));
      stream.setLongMax(MOST_WINDOW_LOG);
      done = true;
      return new ZstdInput(stream);
    } finally {
      if (!done) {
        compressed.close();
      }
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    try {
      return super.read(target, offset, count);
    } catch (ZstdIOException broken) {
      String reason = String.valueOf(broken.getMessage());
      throw new IOException(
          reason.contains("Truncated")
              ? "the compressed data ends too early: the file is cut"
              : "the compressed data is damaged: " + reason,
          broken);
    }
  }

  @Override
  public long skip(long count) throws IOException {
    return 0; // skipping is left to reading
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
