package dev.varve.bench.cities;

import static dev.varve.dynamodb.value.AttributeValue.bool;
import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.bench.data.Cities;
import dev.varve.bench.measure.WrongAnswerException;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** The model in bytes beside one of items. */
class CityModelTest {
  private static final int COUNT = 50;
  private static final List<Item> CITIES = someCities();

  private static List<Item> someCities() {
    List<Item> cities = new ArrayList<>();
    try {
      Cities.forEvenly(COUNT, cities::add);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return cities;
  }

  private static CityBytes bytes() {
    CityBytes.Builder bytes = new CityBytes.Builder(COUNT);
    CITIES.forEach(bytes::add);
    return bytes.build();
  }

  private static CityModel model() {
    return new CityModel(bytes(), key -> key.get("Country").hashCode() & 7);
  }

  @Test
  void itemsComeBackFromTheirBytes() {
    CityBytes bytes = bytes();
    assertEquals(COUNT, bytes.count());
    for (int i = 0; i < COUNT; i++) {
      Item city = CITIES.get(i);
      assertEquals(city, bytes.item(i));
      Item key = Item.of("Country", city.get("Country"), "City", city.get("City"));
      assertEquals(key, bytes.keyOf(i));
      assertEquals(city.get("Country"), bytes.partitionKey(i));
      assertEquals(city.get("City"), bytes.sortKey(i));
      assertTrue(bytes.storedBytes(i) > 100, "stored: " + bytes.storedBytes(i));
    }
  }

  @Test
  void itemsAreFoundByTheirKeys() {
    CityModel model = model();
    for (int i = 0; i < COUNT; i++) {
      assertEquals(i, model.numberOf(CITIES.get(i)));
      Item city = CITIES.get(i);
      assertEquals(-1, model.numberOf(city.toBuilder().put("City", s("nowhere")).build()));
      assertEquals(-1, model.numberOf(city.toBuilder().put("Country", s("XX")).build()));
    }
  }

  @Test
  void successorsAreTheNextCitiesOfTheCountry() {
    CityModel model = model();
    Map<Object, List<Integer>> byCountry = new HashMap<>();
    for (int i = 0; i < COUNT; i++) {
      byCountry.computeIfAbsent(CITIES.get(i).get("Country"), _ -> new ArrayList<>()).add(i);
    }
    for (List<Integer> numbers : byCountry.values()) {
      numbers.sort(
          Comparator.comparing(number -> (AttributeValue.S) CITIES.get(number).get("City")));
      for (int i = 0; i < numbers.size(); i++) {
        assertEquals(
            i + 1 < numbers.size() ? numbers.get(i + 1) : -1, model.successor(numbers.get(i)));
        assertEquals(
            CITIES.get(numbers.get(i)).get("Country").hashCode() & 7,
            model.partition(numbers.get(i)));
      }
    }
  }

  /** What happens to one item: 0 a put, 1 a deletion, else an update to that population. */
  @Property(tries = 300)
  void itHoldsWhatAMapOfItemsHolds(
      @ForAll @Size(max = 12) List<@IntRange(max = 5) Integer> history,
      @ForAll @IntRange(max = COUNT - 1) int number)
      throws WrongAnswerException {
    CityModel model = model();
    Item current = null;
    for (int event : history) {
      switch (event) {
        case 0 -> {
          model.put(number);
          current = CITIES.get(number);
        }
        case 1 -> {
          model.delete(number);
          current = null;
        }
        default -> {
          model.update(number, 1000 * event);
          Item base = current == null ? model.cities().keyOf(number) : current;
          long visits =
              base.get("visits") instanceof AttributeValue.N seen
                  ? seen.value().longValueExact()
                  : 0;
          current =
              base.toBuilder()
                  .put("population", n(1000L * event))
                  .put("visits", n(visits + 1))
                  .build();
        }
      }
      assertEquals(current, model.current(number));
      assertEquals(current != null, model.isStored(number));
      model.check("get", number, current);
      assertEquals(current == null ? 0 : 1, model.storedCount());
      int stored =
          current == null ? 0 : model.cities().keyBytes(number) + CityBytes.valueBytes(current);
      assertEquals(stored, model.storedBytes(number), 24, "without what visits take");
    }
    for (Item wrong : wrong(current, number)) {
      assertThrows(
          WrongAnswerException.class,
          () -> model.check("get", number, wrong),
          () -> model.current(number) + " beside " + wrong);
    }
  }

  /** Answers that are not right: each differs in one thing. */
  private static List<Item> wrong(Item right, int number) {
    List<Item> wrong = new ArrayList<>();
    if (right == null) {
      wrong.add(CITIES.get(number));
      return wrong;
    }
    wrong.add(null);
    wrong.add(right.toBuilder().put("population", n(7)).build());
    wrong.add(right.toBuilder().put("population", s("7")).build());
    wrong.add(right.toBuilder().put("visits", n(1_000)).build());
    wrong.add(right.toBuilder().put("another", bool(true)).build());
    for (String name : right.asMap().keySet()) {
      wrong.add(right.toBuilder().remove(name).build());
      wrong.add(right.toBuilder().put(name, s("changed")).build());
    }
    return wrong;
  }
}
