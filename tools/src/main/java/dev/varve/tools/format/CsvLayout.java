package dev.varve.tools.format;

import dev.varve.dynamodb.value.Item;
import dev.varve.formats.ItemRows.BrokenItemException;
import dev.varve.formats.csv.CsvDelimiter;
import dev.varve.formats.csv.CsvItems;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Rows of separated values, the names of the attributes in the first one. */
final class CsvLayout implements Layout {
  private final char delimiter;

  private CsvLayout(char delimiter) {
    this.delimiter = delimiter;
  }

  /** The layout of a file whose first row names the partition key. */
  static Optional<Layout> detect(byte[] beginning, String partitionKey) {
    return CsvDelimiter.ofHeaderWith(partitionKey, beginning).map(CsvLayout::new);
  }

  @Override
  public void read(InputStream in, Wanted wanted, ItemSink sink) throws IOException {
    try (CsvItems rows = open(in, wanted)) {
      while (true) {
        Item item;
        try {
          item = rows.next();
        } catch (BrokenItemException broken) {
          sink.broken(new Position(rows.line(), 0), broken.getMessage());
          continue;
        } catch (IOException unreadable) {
          throw FormatException.unreadable(unreadable);
        }
        if (item == null) {
          return;
        }
        sink.put(new Position(rows.line(), 0), item);
      }
    }
  }

  private CsvItems open(InputStream in, Wanted wanted) throws FormatException {
    try {
      return new CsvItems(in, delimiter, null, wanted.keyTypes());
    } catch (IOException unreadable) {
      throw FormatException.unreadable(unreadable);
    }
  }

  @Override
  public String toString() {
    return "rows separated by '" + delimiter + "'";
  }
}
