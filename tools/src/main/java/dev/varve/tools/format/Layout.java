package dev.varve.tools.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/** How the items of a file are written. Immutable. */
public sealed interface Layout permits JsonLayout, IonLayout, CsvLayout {
  /** How much of a file tells its layout: more than an item has, mostly. */
  int BEGINNING_BYTES = 1 << 20;

  /**
   * Tells the layout of a file.
   *
   * @param beginning its first {@link #BEGINNING_BYTES}, or all, without a byte order mark
   * @param partitionKey the attribute that every item has, if it is known
   * @throws FormatException if it is none that can be read; the message says what it looks like
   */
  static Layout detect(byte[] beginning, Optional<String> partitionKey) throws FormatException {
    return new FormatDetector(beginning, beginning.length < BEGINNING_BYTES, partitionKey).detect();
  }

  /** Whether the file may hold items of several tables. */
  default boolean hasTables() {
    return false;
  }

  /**
   * Reads the names of the tables that the file has items of, in order, and the keys of those whose
   * key it knows; none where it has no tables.
   *
   * @throws FormatException if it cannot be read to its end
   */
  default Map<String, Optional<TableKey>> tables(InputStream in) throws IOException {
    return Map.of();
  }

  /**
   * Reads the whole file.
   *
   * @param in the file from its first byte on, without a byte order mark
   * @throws FormatException if it cannot be read to its end
   */
  void read(InputStream in, Wanted wanted, ItemSink sink) throws IOException;
}
