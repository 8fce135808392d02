package dev.varve.soak.lane;

import static dev.varve.dynamodb.value.AttributeValue.b;
import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;

import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.soak.model.Content;
import dev.varve.soak.model.WrongAnswerException;
import java.util.Map;

/**
 * The items of a lane: a hundred sort keys to a partition key, the group. An item that is indexed
 * has one of some shades, or none, as its version decides. Immutable.
 */
final class TableItems {
  static final String GROUP = "group";
  static final String NUMBER = "number";
  static final String CONTENT = "content";
  static final String VERSION = "version";
  static final String SHADE = "shade";
  static final int ITEMS_PER_GROUP = 100;
  static final int SHADES = 4;

  /** One version in so many has no shade, and so no entry in the index of shades. */
  private static final int SHADELESS_IN = 3;

  private final int lane;
  private final TablePlace place;

  TableItems(int lane, TablePlace place) {
    this.lane = lane;
    this.place = place;
  }

  String table() {
    return place.table();
  }

  boolean areIndexed() {
    return place.indexed();
  }

  Item key(long number) {
    return Item.of(GROUP, group(number / ITEMS_PER_GROUP), NUMBER, n(number));
  }

  AttributeValue group(long group) {
    return s(place.prefix() + "group-" + group);
  }

  AttributeValue shade(long shade) {
    return s(place.prefix() + "shade-" + shade);
  }

  Item item(long number, long version) {
    Item.Builder item =
        key(number).toBuilder().put(CONTENT, content(number, version)).put(VERSION, n(version));
    if (hasShade(version)) {
      item.put(SHADE, shade(version % SHADES));
    }
    return item.build();
  }

  /** Makes an item one of another version, whatever it was. */
  String update(long version) {
    String shade = hasShade(version) ? ", shade = :shade" : areIndexed() ? " REMOVE shade" : "";
    return "SET content = :content, version = :version" + shade;
  }

  /** The values of {@link #update}. */
  Map<String, AttributeValue> updateValues(long number, long version) {
    AttributeValue content = content(number, version);
    return hasShade(version)
        ? Map.of(":content", content, ":version", n(version), ":shade", shade(version % SHADES))
        : Map.of(":content", content, ":version", n(version));
  }

  boolean hasShade(long version) {
    return areIndexed() && version % SHADELESS_IN != 0;
  }

  private AttributeValue content(long number, long version) {
    return b(Content.value(lane, number, version));
  }

  /** The key's number of an item that was read, which may be an index's. */
  long number(Item item) {
    return ((AttributeValue.N) item.get(NUMBER)).value().longValueExact();
  }

  /** Checks a whole item that was read; returns its version. */
  long version(long number, Item item) {
    long version = Content.version(lane, number, ((AttributeValue.B) item.get(CONTENT)).value());
    AttributeValue shade = hasShade(version) ? shade(version % SHADES) : null;
    if (!n(version).equals(item.get(VERSION))
        || item.has(SHADE) != (shade != null)
        || (shade != null && !shade.equals(item.get(SHADE)))) {
      throw new WrongAnswerException(
          "table %s, key %d: content of version %d beside version %s and shade %s"
              .formatted(table(), number, version, item.get(VERSION), item.get(SHADE)));
    }
    return version;
  }

  /** The version that an entry of an index tells, which may lack the content. */
  long versionOf(Item entry) {
    return ((AttributeValue.N) entry.get(VERSION)).value().longValueExact();
  }
}
