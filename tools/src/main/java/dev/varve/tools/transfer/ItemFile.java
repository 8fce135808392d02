package dev.varve.tools.transfer;

import dev.varve.dynamodb.json.ItemFormatException;
import dev.varve.dynamodb.json.ItemLineReader;
import dev.varve.dynamodb.value.Item;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;

/**
 * A file of items to be imported.
 *
 * @param path DynamoDB JSON export lines, gzip-compressed or plain; the first two bytes tell
 */
record ItemFile(Path path) {
  private static final int BUFFER_BYTES = 1 << 16;

  /** The first two bytes of a gzip stream (RFC 1952, section 2.3.1). */
  private static final int GZIP_FIRST = 0x1f;

  private static final int GZIP_SECOND = 0x8b;

  /** Takes the items of a file one by one. */
  interface Visitor {
    /** An item that is well-formed. */
    void item(long lineNumber, Item item) throws IOException;

    /** A line that is not. */
    void broken(BrokenLine line) throws IOException;
  }

  /**
   * Reads the whole file; blank lines are passed over.
   *
   * @param progress told how many more bytes of the file have been read
   * @throws IOException if the file cannot be read to its end; the message names it and the line
   */
  void read(Visitor visitor, LongConsumer progress) throws IOException {
    try (CountingStream raw = new CountingStream(Files.newInputStream(path), progress);
        ItemLineReader lines = new ItemLineReader(decompressed(raw))) {
      while (true) {
        Item item;
        try {
          item = lines.next();
        } catch (ItemFormatException broken) {
          if (broken.line() != lines.lineNumber()) {
            throw new IOException(
                path + ": " + broken.getMessage(), broken); // the reader could not pass it
          }
          visitor.broken(new BrokenLine(path, broken.line(), broken.reason()));
          continue;
        } catch (IOException failed) {
          throw new IOException(
              path + ": after line " + lines.lineNumber() + ": " + reason(failed), failed);
        }
        if (item == null) {
          return;
        }
        visitor.item(lines.lineNumber(), item);
      }
    }
  }

  private InputStream decompressed(InputStream raw) throws IOException {
    InputStream buffered = new BufferedInputStream(raw, BUFFER_BYTES);
    buffered.mark(2);
    boolean compressed = buffered.read() == GZIP_FIRST && buffered.read() == GZIP_SECOND;
    buffered.reset();
    try {
      return compressed ? new GZIPInputStream(buffered, BUFFER_BYTES) : buffered;
    } catch (IOException failed) {
      throw new IOException(path + ": " + reason(failed), failed);
    }
  }

  private static String reason(IOException failed) {
    return failed.getMessage() == null ? failed.getClass().getSimpleName() : failed.getMessage();
  }

  private static final class CountingStream extends FilterInputStream {
    private final LongConsumer progress;

    CountingStream(InputStream in, LongConsumer progress) {
      super(in);
      this.progress = progress;
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      progress.accept(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = super.read(target, offset, length);
      progress.accept(Math.max(0, read));
      return read;
    }
  }
}
