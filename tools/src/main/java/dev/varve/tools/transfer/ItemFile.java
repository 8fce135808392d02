package dev.varve.tools.transfer;

import dev.varve.dynamodb.value.Item;
import dev.varve.formats.zstd.ZstdInput;
import dev.varve.tools.format.FormatException;
import dev.varve.tools.format.ItemSink;
import dev.varve.tools.format.Layout;
import dev.varve.tools.format.Position;
import dev.varve.tools.format.TableKey;
import dev.varve.tools.format.Wanted;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * A file of items to be imported, in any format, compressed or plain: its first bytes tell.
 *
 * @param source the file
 * @param promise what its export says of it
 */
record ItemFile(Source source, Optional<FilePromise> promise) implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  /** The first two bytes of a gzip stream (RFC 1952, section 2.3.1). */
  private static final byte GZIP_FIRST = 0x1f;

  private static final byte GZIP_SECOND = (byte) 0x8b;

  /** The longest of those that tell a compression. */
  private static final int MAGIC_BYTES = 4;

  /** The byte order mark in UTF-8, which means nothing there. */
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  /** Reads from the text of the file. */
  private interface TextReader<T> {
    T read(InputStream text) throws IOException;
  }

  String name() {
    return source.name();
  }

  /**
   * Tells the layout by the beginning of the file.
   *
   * @throws BrokenFileException if it is none that can be read
   */
  Layout layout(Optional<String> partitionKey) throws IOException {
    return reading(
        bytes(), text -> Layout.detect(text.readNBytes(Layout.BEGINNING_BYTES), partitionKey));
  }

  /**
   * Reads the names of the tables in a file of several, and their keys as far as it knows them.
   *
   * @throws BrokenFileException if the file cannot be read to its end
   */
  Map<String, Optional<TableKey>> tables(Layout layout) throws IOException {
    return reading(bytes(), layout::tables);
  }

  /** How the bytes of the file differ from what its export says of them, or nothing. */
  Optional<String> damage() throws IOException {
    if (promise.isEmpty()) {
      return Optional.empty();
    }
    MessageDigest md5 = Md5.digest();
    try (InputStream bytes = new DigestInputStream(source.open(), md5)) {
      bytes.transferTo(OutputStream.nullOutputStream());
    }
    return promise.get().damage(md5.digest());
  }

  /**
   * Reads the whole file.
   *
   * @param progress told how many more bytes of the file have been read
   * @throws BrokenFileException if the file cannot be read to its end
   */
  void read(Layout layout, Wanted wanted, ItemSink sink, LongConsumer progress) throws IOException {
    RecordCount records = new RecordCount(sink);
    MessageDigest md5 = Md5.digest();
    InputStream bytes = new CountedInput(source.open(), progress);
    reading(
        promise.isPresent() ? new DigestInputStream(bytes, md5) : bytes,
        text -> {
          layout.read(text, wanted, records);
          return layout;
        });
    if (promise.isPresent()) {
      Optional<String> fault = promise.get().fault(md5.digest(), records.count);
      if (fault.isPresent()) {
        sink.broken(Position.FILE, fault.get());
      }
    }
  }

  private InputStream bytes() throws IOException {
    return new CountedInput(source.open(), _ -> {});
  }

  /** Gives {@code reader} the text of the file, and the file's name to whatever goes wrong. */
  private <T> T reading(InputStream bytes, TextReader<T> reader) throws IOException {
    try (InputStream raw = bytes;
        InputStream text = withoutMark(decompressed(new BufferedInputStream(raw, BUFFER_BYTES)))) {
      return reader.read(text);
    } catch (FormatException broken) {
      throw new BrokenFileException(name(), broken);
    }
  }

  private static InputStream decompressed(InputStream buffered) throws IOException {
    buffered.mark(MAGIC_BYTES);
    byte[] magic = buffered.readNBytes(MAGIC_BYTES);
    buffered.reset();
    if (isGzip(magic)) {
      return GzipInput.open(buffered);
    }
    return ZstdInput.begins(magic) ? new CountedInput(ZstdInput.open(buffered), _ -> {}) : buffered;
  }

  private static boolean isGzip(byte[] magic) {
    return magic.length > 0
        && magic[0] == GZIP_FIRST
        && (magic.length == 1 || magic[1] == GZIP_SECOND);
  }

  private static InputStream withoutMark(InputStream text) throws IOException {
    InputStream buffered =
        text.markSupported() ? text : new BufferedInputStream(text, BUFFER_BYTES);
    buffered.mark(MARK.length);
    if (!Arrays.equals(buffered.readNBytes(MARK.length), MARK)) {
      buffered.reset();
    }
    return buffered;
  }

  @Override
  public void close() throws IOException {
    source.close();
  }

  /** Counts the records of a file. */
  private static final class RecordCount implements ItemSink {
    private final ItemSink sink;
    private long count;

    RecordCount(ItemSink sink) {
      this.sink = sink;
    }

    @Override
    public void put(Position at, Item item) throws IOException {
      count++;
      sink.put(at, item);
    }

    @Override
    public void delete(Position at, Item key) throws IOException {
      count++;
      sink.delete(at, key);
    }

    @Override
    public void broken(Position at, String reason) throws IOException {
      count++;
      sink.broken(at, reason);
    }
  }
}
