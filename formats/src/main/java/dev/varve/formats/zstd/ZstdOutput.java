package dev.varve.formats.zstd;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.OutputStream;

/** Compresses with zstd, with a checksum of the contents. */
public final class ZstdOutput {
  private ZstdOutput() {}

  /**
   * Begins a frame, which ends when the stream is closed, and the target with it.
   *
   * @throws IOException if this machine has no zstd; the target is open then
   */
  public static OutputStream open(OutputStream target) throws IOException {
    ZstdOutputStreamNoFinalizer stream =
        NativeLibrary.call(() -> new ZstdOutputStreamNoFinalizer(target));
    stream.setChecksum(true);
    return stream;
  }
}
