package dev.varve.dynamodb.reference;

import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reading along paths of names and list places. */
final class Paths {
  private Paths() {}

  /** The value at a path; null if there is none. */
  static AttributeValue get(Map<String, AttributeValue> item, List<Object> path) {
    AttributeValue value = new AttributeValue.M(item);
    for (Object step : path) {
      value =
          switch (value) {
            case AttributeValue.M map when step instanceof String name -> map.values().get(name);
            case AttributeValue.L list when step instanceof Integer index ->
                index < list.values().size() ? list.values().get(index) : null;
            default -> null;
          };
      if (value == null) {
        return null;
      }
    }
    return value;
  }

  /** The parts of an item at the paths, in their hierarchy. */
  static Item project(Item item, List<List<Object>> paths) {
    AttributeValue.M whole = new AttributeValue.M(item.asMap());
    AttributeValue.M found = (AttributeValue.M) project(whole, paths);
    return found == null ? Item.of() : Item.of(found.values());
  }

  private static AttributeValue project(AttributeValue value, List<List<Object>> paths) {
    if (paths.stream().anyMatch(List::isEmpty)) {
      return value;
    }
    switch (value) {
      case AttributeValue.M map -> {
        Map<String, AttributeValue> parts = new LinkedHashMap<>();
        map.values()
            .forEach((name, member) -> {
              AttributeValue part = part(member, paths, name);
              if (part != null) {
                parts.put(name, part);
              }
            });
        return parts.isEmpty() ? null : new AttributeValue.M(parts);
      }
      case AttributeValue.L list -> {
        List<AttributeValue> parts = new ArrayList<>();
        for (int i = 0; i < list.values().size(); i++) {
          AttributeValue part = part(list.values().get(i), paths, i);
          if (part != null) {
            parts.add(part);
          }
        }
        return parts.isEmpty() ? null : new AttributeValue.L(parts);
      }
      default -> {
        return null;
      }
    }
  }

  private static AttributeValue part(AttributeValue value, List<List<Object>> paths, Object step) {
    List<List<Object>> rest =
        paths.stream()
            .filter(path -> path.getFirst().equals(step))
            .map(path -> path.subList(1, path.size()))
            .toList();
    return rest.isEmpty() ? null : project(value, rest);
  }

  /** The top-level attributes of these names that the item has. */
  static Item pick(Item item, Iterable<String> names) {
    Map<String, AttributeValue> picked = new TreeMap<>();
    for (String name : names) {
      AttributeValue value = item.get(name);
      if (value != null) {
        picked.put(name, value);
      }
    }
    return Item.of(picked);
  }
}
