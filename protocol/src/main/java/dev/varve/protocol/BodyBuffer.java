package dev.varve.protocol;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The body of an answer as it is written. What comes in one piece, as all short answers do, is
 * copied once, and other pieces twice. For one thread.
 */
final class BodyBuffer extends OutputStream {
  private final List<byte[]> pieces = new ArrayList<>(1);
  private int length;

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int count) {
    length = Math.addExact(length, count);
    pieces.add(Arrays.copyOfRange(source, offset, offset + count));
  }

  /** The body. */
  byte[] finish() {
    if (pieces.size() == 1) {
      return pieces.getFirst();
    }
    byte[] body = new byte[length];
    int at = 0;
    for (byte[] piece : pieces) {
      System.arraycopy(piece, 0, body, at, piece.length);
      at += piece.length;
    }
    return body;
  }
}
