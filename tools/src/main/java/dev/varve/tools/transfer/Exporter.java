package dev.varve.tools.transfer;

import dev.varve.dynamodb.Page;
import dev.varve.dynamodb.Scan;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.json.ItemLineWriter;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.zip.GZIPOutputStream;

/** Writes a table's items as DynamoDB JSON export lines. */
public final class Exporter {
  private static final int BUFFER_BYTES = 1 << 16;

  private Exporter() {}

  /**
   * Writes to a file, gzip-compressed if its name ends in {@code .gz}. It is there only once it is
   * whole: until then it has {@code .partial} behind its name.
   *
   * @param progress told how many more items have been written
   * @return how many items there were
   */
  public static long toFile(Varve varve, String table, Path file, LongConsumer progress)
      throws IOException {
    Path partial = file.resolveSibling(file.getFileName() + ".partial");
    long items;
    try {
      try (OutputStream plain = Files.newOutputStream(partial);
          OutputStream bytes =
              file.toString().endsWith(".gz") ? new GZIPOutputStream(plain, BUFFER_BYTES) : plain;
          ItemLineWriter lines = new ItemLineWriter(bytes)) {
        items = write(varve, table, lines, progress);
      }
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
    return items;
  }

  private static long write(Varve varve, String table, ItemLineWriter lines, LongConsumer progress)
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
      progress.accept(page.count());
      next = page.lastEvaluatedKey();
    } while (next.isPresent());
    return items;
  }
}
