package dev.varve.bench.data;

import dev.varve.dynamodb.json.ItemLineReader;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** Reads the data set. */
public final class Cities {
  /** How many items there are. */
  public static final int COUNT = 135_233;

  private static final String RESOURCE = "cities.jsonl.gz";
  private static final int BUFFER_BYTES = 1 << 16;

  private Cities() {}

  /**
   * Returns all items, decoded, in the order of the file.
   *
   * @throws IOException if the data is not whole
   */
  public static List<Item> load() throws IOException {
    List<Item> items = new ArrayList<>(COUNT);
    forEvenly(COUNT, items::add);
    return items;
  }

  /**
   * Hands over {@code count} of all items, at equal distances, one by one in the order of the file.
   *
   * @param count 1 to {@link #COUNT}
   * @throws IOException if the data is not whole
   */
  public static void forEvenly(int count, Consumer<Item> taker) throws IOException {
    try (InputStream compressed = Cities.class.getResourceAsStream(RESOURCE)) {
      if (compressed == null) {
        throw new IOException("the program lacks its data set, " + RESOURCE);
      }
      try (ItemLineReader lines =
          new ItemLineReader(new GZIPInputStream(compressed, BUFFER_BYTES))) {
        int read = 0;
        int taken = 0;
        for (Item item = lines.next(); item != null; item = lines.next()) {
          if (taken < count && read == (long) taken * COUNT / count) {
            taker.accept(item);
            taken++;
          }
          read++;
        }
        if (read != COUNT) {
          throw new IOException(RESOURCE + " holds " + read + " items, not " + COUNT);
        }
      }
    }
  }
}
