package dev.varve.tools.format;

import dev.varve.dynamodb.json.ValueNotation;
import dev.varve.formats.ion.IonRecords;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tells the format of a file by its beginning. */
final class FormatDetector {
  /** The names of the types in upper case, and the one that some programs write for NULL. */
  private static final Set<String> TYPES =
      Set.of("S", "N", "B", "BOOL", "NULL", "NULLVALUE", "SS", "NS", "BS", "L", "M");

  private static final Set<String> KEY_TYPES = Set.of("S", "N", "B");

  private final byte[] beginning;
  private final boolean isWhole;
  private final Optional<String> partitionKey;

  /**
   * A detector for a file.
   *
   * @param beginning its first bytes, without a byte order mark
   * @param isWhole whether they are all
   * @param partitionKey the attribute that every item has, if it is known: it tells an item from an
   *     object that holds items, and values from plain JSON
   */
  FormatDetector(byte[] beginning, boolean isWhole, Optional<String> partitionKey) {
    this.beginning = beginning;
    this.isWhole = isWhole;
    this.partitionKey = partitionKey;
  }

  /**
   * Returns the layout.
   *
   * @throws FormatException if it is none that can be read; the message says what it looks like
   */
  Layout detect() throws FormatException {
    if (IonRecords.begin(beginning)) {
      return new IonLayout(partitionKey);
    }
    ForeignFormats.refuseBinary(beginning);
    int start = nonBlank(0);
    if (start == beginning.length) {
      return new JsonLayout(true, new WrappedItem(), ValueNotation.TOLERANT); // of no items
    }
    Sketch sketch = Sketch.of(beginning, start, beginning.length - start);
    if (sketch.isArray()) {
      return layout(sketch.record(), false);
    }
    boolean isSound = sketch.isObject() && !sketch.isBroken() && (sketch.isComplete() || !isWhole);
    if (isSound) {
      refuseComma(sketch);
      return layout(sketch.record(), !sketch.spansLines() && !isFollowedOnItsLine(sketch));
    }
    // The first line or the whole document is broken. A later line that is not tells which; only if
    // the end of the file cuts the value, it is a document.
    boolean isCut = sketch.isObject() && !sketch.isBroken() && sketch.spansLines();
    Sketch good = isCut ? null : firstWholeLine(start);
    if (good != null) {
      return layout(good.record(), true);
    }
    if (!sketch.isObject()) {
      return noJson(start);
    }
    return layout(sketch.record(), !sketch.spansLines());
  }

  /** The layout of text that begins like no JSON. */
  private Layout noJson(int start) throws FormatException {
    byte[] text = Arrays.copyOfRange(beginning, start, beginning.length);
    Optional<Layout> rows = partitionKey.flatMap(key -> CsvLayout.detect(text, key));
    if (rows.isPresent()) {
      return rows.get();
    }
    throw ForeignFormats.noJson(text, partitionKey);
  }

  /** Refuses the inside of an array, whose lines would all be broken in the same way. */
  private void refuseComma(Sketch first) throws FormatException {
    int next = first.isComplete() ? nonBlank(first.end()) : beginning.length;
    if (next < beginning.length && beginning[next] == ',') {
      throw new FormatException(
          "it is no JSON: there is a comma behind the first item; items with commas between them need [ and ] around"
              + " them");
    }
  }

  /** Whether the next document begins on the line where the first one ends. */
  private boolean isFollowedOnItsLine(Sketch first) {
    int next = first.isComplete() ? first.end() : beginning.length;
    while (next < beginning.length && (beginning[next] == ' ' || beginning[next] == '\t')) {
      next++;
    }
    return next < beginning.length && beginning[next] == '{';
  }

  /** The first byte from {@code from} on that is not blank, or the end. */
  private int nonBlank(int from) {
    int i = from;
    while (i < beginning.length && " \t\r\n".indexOf(beginning[i]) >= 0) {
      i++;
    }
    return i;
  }

  private Sketch firstWholeLine(int start) {
    int lineStart = start;
    for (int i = start; i <= beginning.length; i++) {
      if (i == beginning.length || beginning[i] == '\n') {
        Sketch line = Sketch.of(beginning, lineStart, i - lineStart);
        if (line.isObject() && line.isComplete() && nonBlank(line.end()) >= i) {
          return line;
        }
        lineStart = i + 1;
      }
    }
    return null;
  }

  private Layout layout(Map<?, ?> record, boolean isLine) {
    RecordFormat format = format(record);
    return new JsonLayout(
        isLine && !format.isContainer(), format, notation(firstItem(record, format)));
  }

  private RecordFormat format(Map<?, ?> record) {
    if (partitionKey.isPresent() && isKeyValue(record.get(partitionKey.get()))) {
      return new BareItem();
    }
    if (record.get(WorkbenchModel.DATA_MODEL) instanceof List<?>) {
      return new WorkbenchModel();
    }
    for (String envelope : TablesFormat.ENVELOPES) {
      if (record.get(envelope) instanceof Map<?, ?> tables) {
        return tables(tables, envelope.equals("Responses") ? new BareItem() : new WriteRequest());
      }
    }
    if (isWriteRequest(record)) {
      return new WriteRequest();
    }
    if (record.values().stream().anyMatch(value -> isWriteRequest(first(value)))) {
      return new TablesFormat(new WriteRequest());
    }
    if (record.get(ItemList.ITEMS) instanceof List<?>) {
      return new ItemList();
    }
    if (record.get(ChangeRecord.KEYS) instanceof Map<?, ?>
        && (record.containsKey(ChangeRecord.NEW_IMAGE)
            || record.containsKey(ChangeRecord.OLD_IMAGE)
            || record.containsKey(ChangeRecord.METADATA))) {
      return new ChangeRecord();
    }
    return item(record) != null ? new WrappedItem() : new BareItem();
  }

  /** The format of tables whose elements look like {@code usual} or else like plain objects. */
  private static RecordFormat tables(Map<?, ?> tables, RecordFormat usual) {
    boolean isRequests = tables.values().stream().anyMatch(value -> isWriteRequest(first(value)));
    return new TablesFormat(isRequests ? new WriteRequest() : usual);
  }

  private static boolean isWriteRequest(Map<?, ?> record) {
    return record.get(WriteRequest.PUT) instanceof Map<?, ?>
        || record.get(WriteRequest.DELETE) instanceof Map<?, ?>;
  }

  /** An item, or a key, of the record, as an example of how values are written. */
  private static Map<?, ?> firstItem(Map<?, ?> record, RecordFormat format) {
    return switch (format) {
      case WrappedItem _ -> map(item(record));
      case ItemList _ -> first(record.get(ItemList.ITEMS));
      case ChangeRecord _ -> map(record.get(ChangeRecord.KEYS));
      case WriteRequest _ -> requested(record);
      case WorkbenchModel _ ->
          first(first(record.get(WorkbenchModel.DATA_MODEL)).get(WorkbenchModel.TABLE_DATA));
      case TablesFormat _ -> firstOfTables(record);
      default -> record;
    };
  }

  private static Map<?, ?> firstOfTables(Map<?, ?> record) {
    for (Map.Entry<?, ?> member : record.entrySet()) {
      if (TablesFormat.ENVELOPES.contains(String.valueOf(member.getKey()))) {
        return firstOfTables(map(member.getValue()));
      }
      Map<?, ?> element = first(member.getValue());
      if (!element.isEmpty()) {
        return isWriteRequest(element) ? requested(element) : element;
      }
    }
    return Map.of();
  }

  private static Map<?, ?> requested(Map<?, ?> request) {
    return request.get(WriteRequest.PUT) instanceof Map<?, ?> put
        ? map(put.get(WrappedItem.ITEM))
        : map(map(request.get(WriteRequest.DELETE)).get(WriteRequest.KEY));
  }

  private ValueNotation notation(Map<?, ?> item) {
    Object key = partitionKey.map(item::get).orElse(null);
    boolean isTyped =
        key == null
            ? item.isEmpty() || item.values().stream().anyMatch(value -> isOfType(value, TYPES))
            : key instanceof Map<?, ?>;
    return isTyped ? ValueNotation.TOLERANT : ValueNotation.PLAIN;
  }

  /** Whether a key attribute may have this value. */
  private static boolean isKeyValue(Object value) {
    return value instanceof String
        || (isOfType(value, KEY_TYPES)
            && value instanceof Map<?, ?> map
            && map.values().iterator().next() instanceof String);
  }

  private static boolean isOfType(Object value, Set<String> types) {
    return value instanceof Map<?, ?> map
        && map.size() == 1
        && types.contains(String.valueOf(map.keySet().iterator().next()).toUpperCase(Locale.ROOT));
  }

  /** What is under the name Item, however it is written, or null. */
  private static Object item(Map<?, ?> record) {
    for (Map.Entry<?, ?> member : record.entrySet()) {
      if (String.valueOf(member.getKey()).equalsIgnoreCase(WrappedItem.ITEM)) {
        return member.getValue();
      }
    }
    return null;
  }

  private static Map<?, ?> first(Object list) {
    return list instanceof List<?> elements && !elements.isEmpty()
        ? map(elements.getFirst())
        : Map.of();
  }

  private static Map<?, ?> map(Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }
}
