package dev.varve.bench.data;

import static dev.varve.dynamodb.value.AttributeValue.bool;
import static dev.varve.dynamodb.value.AttributeValue.l;
import static dev.varve.dynamodb.value.AttributeValue.m;
import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static dev.varve.dynamodb.value.AttributeValue.ss;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CitiesTest {
  @Test
  void keysAreDistinctAndCountriesAreAsSkewedAsThePageSays() throws IOException {
    List<Item> cities = Cities.load();
    Set<List<AttributeValue>> keys = new HashSet<>();
    Map<AttributeValue, Integer> perCountry = new HashMap<>();
    for (Item city : cities) {
      keys.add(List.of(city.get("Country"), city.get("City")));
      perCountry.merge(city.get("Country"), 1, Integer::sum);
    }
    assertEquals(135_233, keys.size());
    assertEquals(246, perCountry.size());
    assertEquals(16_677, perCountry.get(s("US")));
    assertEquals(9_940, perCountry.get(s("IT")));
  }

  @Test
  void attributesAreTyped() throws IOException {
    Item zurich =
        Cities.load().stream()
            .filter(city -> city.get("City").equals(s("Zürich#2657896")))
            .findFirst()
            .orElseThrow();
    Item expected =
        Item.builder()
            .put("Country", s("CH"))
            .put("City", s("Zürich#2657896"))
            .put("cityId", n(2_657_896))
            .put("name", s("Zürich"))
            .put("population", n(341_730))
            .put("location", m(Map.of("lat", n("47.36667"), "lon", n("8.55"))))
            .put("featureCode", s("PPLA"))
            .put("capital", bool(false))
            .put("nameParts", ss("zürich"))
            .put("adminCodes", l(s("ZH"), s("261")))
            .build();
    assertEquals(expected, zurich);
  }
}
