package dev.varve.tools.transfer;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.Page;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.value.Item;
import dev.varve.formats.ItemOutput;
import dev.varve.formats.export.LineFormat;
import dev.varve.formats.zstd.ZstdOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.zip.GZIPOutputStream;

/** Writes a table's items as lines of exports. */
public final class Exporter {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final String GZIP = ".gz";
  private static final String ZSTD = ".zst";

  private Exporter() {}

  /** The format that a file's name tells, JSON where it does not tell any. */
  public static LineFormat format(Path path) {
    String name = path.toString();
    if (name.endsWith(GZIP) || name.endsWith(ZSTD)) {
      name = name.substring(0, name.lastIndexOf('.'));
    }
    return name.endsWith(LineFormat.ION.extension()) ? LineFormat.ION : LineFormat.DYNAMODB_JSON;
  }

  /**
   * Writes to a file, compressed with gzip if its name ends in {@code .gz}, with zstd if it ends in
   * {@code .zst}. A new or regular file is there only once it is whole; a device or pipe is written
   * to, and a link is followed.
   *
   * @param progress told how many more items have been written
   * @return how many items there were
   */
  public static long toFile(
      Varve varve, String table, Path path, LineFormat format, LongConsumer progress)
      throws IOException {
    try (ExportFile file = ExportFile.open(path)) {
      OutputStream bytes = compressed(path, new NamedOutput(path, file.stream()));
      long items;
      // Closing it ends the compressed data and flushes; the file itself stays open until complete.
      try (ItemOutput lines = format.open(bytes)) {
        items = write(varve, table, lines, progress::accept);
      }
      file.complete();
      return items;
    }
  }

  private static OutputStream compressed(Path path, OutputStream target) throws IOException {
    String name = path.toString();
    if (name.endsWith(GZIP)) {
      return new GZIPOutputStream(target, BUFFER_BYTES);
    }
    return name.endsWith(ZSTD) ? ZstdOutput.open(target) : target;
  }

  /**
   * Writes to standard output, and stops when nobody reads it any more.
   *
   * @param out left open
   * @param progress told how many more items have been written
   * @return how many items were written
   * @throws IOException if not all of them were
   */
  public static long toWriter(
      Varve varve, String table, PrintWriter out, LineFormat format, LongConsumer progress)
      throws IOException {
    ItemOutput lines = format.open(out); // not closed: it would close what it writes to
    return write(
        varve,
        table,
        lines,
        count -> {
          progress.accept(count);
          lines.flush();
          if (out.checkError()) {
            throw new IOException("standard output: cannot be written");
          }
        });
  }

  /** Told after each page how many items it had. */
  private interface PageListener {
    void written(int count) throws IOException;
  }

  private static long write(Varve varve, String table, ItemOutput lines, PageListener listener)
      throws IOException {
    long items = 0;
    Scan first = Scan.of(table).build();
    Optional<Item> next = Optional.empty();
    do {
      Page page = varve.scan(next.map(first::startingAfter).orElse(first));
      for (Item item : page.items()) {
        lines.write(item);
      }
      items += page.count();
      listener.written(page.count());
      next = page.lastEvaluatedKey();
    } while (next.isPresent());
    return items;
  }
}
