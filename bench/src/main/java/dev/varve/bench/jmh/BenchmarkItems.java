package dev.varve.bench.jmh;

import dev.varve.bench.data.Cities;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.util.List;
import java.util.stream.IntStream;

/** Items to work on: the world's cities. */
final class BenchmarkItems {
  /** Reading them takes longer than many a short run. */
  private static SoftReference<List<Item>> cities = new SoftReference<>(null);

  private BenchmarkItems() {}

  /** So many of them, evenly taken from all. */
  static synchronized List<Item> load(int count) throws IOException {
    if (count < 1 || count > Cities.COUNT) {
      throw new IllegalArgumentException("keys must be 1 to " + Cities.COUNT + ": " + count);
    }
    List<Item> known = cities.get();
    List<Item> all = known != null ? known : Cities.load();
    cities = new SoftReference<>(all);
    return IntStream.range(0, count)
        .mapToObj(i -> all.get((int) ((long) i * Cities.COUNT / count)))
        .toList();
  }

  /** The key attributes of a city. */
  static Item key(Item city) {
    return Item.of("Country", city.get("Country"), "City", city.get("City"));
  }
}
