package dev.varve.dynamodb.json;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Cuts a file of text into lines, and passes over blank ones. For one thread. */
public final class TextLines implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 * 1024;

  /**
   * No line with a legal item is longer: 400 KB, where a byte may take six characters ({@code
   * \}{@code u0000}), and numbers their zeros.
   */
  private static final int MAX_LINE_BYTES = 64 * 1024 * 1024;

  private final InputStream in;
  private byte[] buffer = new byte[BUFFER_BYTES];
  private int start;
  private int end;
  private int lineStart;
  private int lineLength;
  private long lineNumber;

  /** Reads from {@code in}, which is closed with this reader. */
  public TextLines(InputStream in) {
    this.in = in;
  }

  /**
   * Goes to the next line that is not blank.
   *
   * @return whether there is one
   * @throws ItemFormatException if the line is longer than 64 MiB; the rest cannot be read then
   */
  public boolean next() throws IOException {
    while (true) {
      int length = nextLine();
      if (length < 0) {
        return false;
      }
      lineStart = start;
      lineLength = length;
      start += length + 1;
      lineNumber++;
      if (!isBlank()) {
        return true;
      }
    }
  }

  /** Holds the line, until the next one is read. */
  public byte[] buffer() {
    return buffer;
  }

  /** Where the line begins in the buffer. */
  public int offset() {
    return lineStart;
  }

  /** The number of bytes of the line, without its end. */
  public int length() {
    return lineLength;
  }

  /** Number of the line, from 1. */
  public long lineNumber() {
    return lineNumber;
  }

  /**
   * Makes the next line lie at {@code start} and returns its length without its end, or -1 at the
   * end of the file.
   */
  private int nextLine() throws IOException {
    // The line read before ended without a newline when start is behind end.
    start = Math.min(start, end);
    int searched = start;
    while (true) {
      for (int i = searched; i < end; i++) {
        if (buffer[i] == '\n') {
          return i - start;
        }
      }
      if (start > 0) {
        System.arraycopy(buffer, start, buffer, 0, end - start);
        end -= start;
        start = 0;
      }
      searched = end;
      if (end == buffer.length) {
        if (end >= MAX_LINE_BYTES) {
          throw new ItemFormatException(
              lineNumber + 1, "longer than " + MAX_LINE_BYTES + " bytes", null);
        }
        buffer = Arrays.copyOf(buffer, end * 2);
      }
      int count = in.read(buffer, end, buffer.length - end);
      if (count < 0) {
        return end == 0 ? -1 : end;
      }
      end += count;
    }
  }

  private boolean isBlank() {
    for (int i = lineStart; i < lineStart + lineLength; i++) {
      if (buffer[i] != ' ' && buffer[i] != '\t' && buffer[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
