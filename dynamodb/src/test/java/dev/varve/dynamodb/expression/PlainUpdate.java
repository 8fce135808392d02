package dev.varve.dynamodb.expression;

import dev.varve.dynamodb.expression.DocumentPath.Element;
import dev.varve.dynamodb.expression.DocumentPath.Index;
import dev.varve.dynamodb.expression.DocumentPath.Name;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Updates the plain way: the item as a tree of mutable maps and lists, changed in place. All values
 * and containers are found before the first change, so what comes later sees the old item.
 */
final class PlainUpdate {
  /** The update is refused. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  /**
   * One change: put {@code value}, or remove if it is null, at {@code last} in {@code container}.
   */
  private record Change(Object container, Element last, Object value) {}

  private PlainUpdate() {}

  static Item apply(Update update, Item item) throws Refused {
    Map<String, Object> root = new LinkedHashMap<>();
    item.asMap().forEach((name, value) -> root.put(name, mutable(value)));

    List<Object> values = new ArrayList<>();
    for (Update.Action action : update.actions()) {
      values.add(
          switch (action) {
            case Update.Set(DocumentPath _, UpdateOperand.Literal(AttributeValue value)) ->
                mutable(value);
            case Update.Set(DocumentPath _, UpdateOperand.Attribute(DocumentPath path)) ->
                copyAt(root, path);
            case Update.Set set -> throw new IllegalArgumentException("not modelled: " + set);
            case Update.Add(DocumentPath target, AttributeValue value) ->
                sum(find(root, target.elements()), value);
            case Update.Remove _ -> null;
            case Update.Delete delete ->
                throw new IllegalArgumentException("not modelled: " + delete);
          });
    }
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      List<Element> path = update.actions().get(i).target().elements();
      Object container = find(root, path.subList(0, path.size() - 1));
      Element last = path.getLast();
      if (last instanceof Name ? !(container instanceof Map) : !(container instanceof List)) {
        throw new Refused(
            "The document path provided in the update expression is invalid for update");
      }
      // What is behind the end of the old list is not there to be removed, even if something is
      // appended now.
      boolean nothingToRemove =
          values.get(i) == null
              && last instanceof Index(long index)
              && index >= ((List<?>) container).size();
      if (!nothingToRemove) {
        changes.add(new Change(container, last, values.get(i)));
      }
    }
    changes.sort(
        Comparator.comparingLong(change -> change.last() instanceof Index(long index) ? index : 0));
    changes.stream().filter(change -> change.value() != null).forEach(PlainUpdate::put);
    changes.reversed().stream()
        .filter(change -> change.value() == null)
        .forEach(PlainUpdate::remove);

    Map<String, AttributeValue> result = new TreeMap<>();
    root.forEach((name, value) -> result.put(name, frozen(value)));
    return Item.of(result);
  }

  @SuppressWarnings("unchecked") // The tree holds only maps with names and lists of values.
  private static void put(Change change) {
    switch (change.last()) {
      case Name(String name) ->
          ((Map<String, Object>) change.container()).put(name, change.value());
      case Index(long index) -> {
        List<Object> list = (List<Object>) change.container();
        if (index < list.size()) {
          list.set((int) index, change.value());
        } else {
          list.add(change.value());
        }
      }
    }
  }

  private static void remove(Change change) {
    switch (change.last()) {
      case Name(String name) -> ((Map<?, ?>) change.container()).remove(name);
      case Index(long index) -> ((List<?>) change.container()).remove((int) index);
    }
  }

  private static Object sum(Object present, AttributeValue value) throws Refused {
    if (present == null) {
      return value;
    }
    if (!(present instanceof AttributeValue.N a) || !(value instanceof AttributeValue.N b)) {
      throw new Refused("An operand in the update expression has an incorrect data type");
    }
    return AttributeValue.n(a.value().add(b.value()));
  }

  private static Object copyAt(Object root, DocumentPath path) throws Refused {
    Object value = find(root, path.elements());
    if (value == null) {
      throw new Refused(
          "The provided expression refers to an attribute that does not exist in the item");
    }
    return mutable(frozen(value));
  }

  private static Object find(Object root, List<Element> path) {
    Object value = root;
    for (Element element : path) {
      value =
          switch (element) {
            case Name(String name) -> value instanceof Map<?, ?> map ? map.get(name) : null;
            case Index(long index) ->
                value instanceof List<?> list && index < list.size() ? list.get((int) index) : null;
          };
    }
    return value;
  }

  private static Object mutable(AttributeValue value) {
    return switch (value) {
      case AttributeValue.M(Map<String, AttributeValue> members) -> {
        Map<String, Object> map = new LinkedHashMap<>();
        members.forEach((name, member) -> map.put(name, mutable(member)));
        yield map;
      }
      case AttributeValue.L(List<AttributeValue> elements) -> {
        List<Object> list = new ArrayList<>();
        elements.forEach(element -> list.add(mutable(element)));
        yield list;
      }
      default -> value;
    };
  }

  private static AttributeValue frozen(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, AttributeValue> members = new LinkedHashMap<>();
        map.forEach((name, member) -> members.put((String) name, frozen(member)));
        yield new AttributeValue.M(members);
      }
      case List<?> list -> new AttributeValue.L(list.stream().map(PlainUpdate::frozen).toList());
      case AttributeValue leaf -> leaf;
      default -> throw new AssertionError(value);
    };
  }
}
