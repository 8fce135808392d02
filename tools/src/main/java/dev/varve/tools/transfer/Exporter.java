package dev.varve.tools.transfer;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.Page;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.json.ItemLineWriter;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.zip.GZIPOutputStream;

/** Writes a table's items as DynamoDB JSON export lines. */
public final class Exporter {
  private static final int BUFFER_BYTES = 1 << 16;

  private Exporter() {}

  /**
   * Writes to a file, gzip-compressed if its name ends in {@code .gz}. A new or regular file is
   * there only once it is whole; a device or pipe is written to, and a link is followed.
   *
   * @param progress told how many more items have been written
   * @return how many items there were
   */
  public static long toFile(Varve varve, String table, Path path, LongConsumer progress)
      throws IOException {
    try (ExportFile file = ExportFile.open(path)) {
      OutputStream target = new NamedOutput(path, file.stream());
      OutputStream bytes =
          path.toString().endsWith(".gz") ? new GZIPOutputStream(target, BUFFER_BYTES) : target;
      long items;
      // Closing it ends the compressed data and flushes; the file itself stays open until complete.
      try (ItemLineWriter lines = new ItemLineWriter(bytes)) {
        items = write(varve, table, lines, progress::accept);
      }
      file.complete();
      return items;
    }
  }

  /**
   * Writes to standard output, and stops when nobody reads it any more.
   *
   * @param progress told how many more items have been written
   * @return how many items were written
   * @throws IOException if not all of them were
   */
  public static long toWriter(Varve varve, String table, PrintWriter out, LongConsumer progress)
      throws IOException {
    ItemLineWriter lines = new ItemLineWriter(out);
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

  private static long write(Varve varve, String table, ItemLineWriter lines, PageListener listener)
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
