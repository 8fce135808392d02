package dev.varve.formats.csv;

import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.formats.ItemRows;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * The items of rows of separated values: names stand in the first row unless they are given. Key
 * attributes have the types that they are defined with, all others are strings.
 */
public final class CsvItems implements ItemRows {
  private final CsvRows rows;
  private final List<String> names;
  private final Map<String, AttributeType> types;

  /**
   * Items of a file.
   *
   * @param in the file in UTF-8, closed with this, and where this fails
   * @param names of the columns; null if the first row has them
   * @param types of the key attributes of the table and its indexes: S, N or B
   * @throws IOException if the file has no names, or one twice
   */
  public CsvItems(
      InputStream in, char delimiter, List<String> names, Map<String, AttributeType> types)
      throws IOException {
    this.types = Map.copyOf(types);
    rows = new CsvRows(in, delimiter);
    boolean done = false;
    try {
      this.names = names == null ? header(rows.next()) : List.copyOf(names);
      if (new HashSet<>(this.names).size() < this.names.size()) {
        throw new IOException("a column's name stands twice in the header: " + this.names);
      }
      done = true;
    } finally {
      if (!done) {
        rows.close();
      }
    }
  }

  private static List<String> header(List<String> first) throws IOException {
    if (first == null) {
      throw new IOException("the file has no header");
    }
    return first;
  }

  @Override
  public Item next() throws IOException {
    List<String> values;
    try {
      values = rows.next();
    } catch (CsvRows.BrokenRowException broken) {
      throw new BrokenItemException(broken.getMessage(), broken);
    }
    if (values == null) {
      return null;
    }
    if (values.size() != names.size()) {
      throw new BrokenItemException(
          "the row has %d values, the header %d names".formatted(values.size(), names.size()),
          null);
    }
    Item.Builder item = Item.builder();
    for (int column = 0; column < values.size(); column++) {
      String name = names.get(column);
      try {
        item.put(name, value(types.getOrDefault(name, AttributeType.S), values.get(column)));
      } catch (DynamoException | IllegalArgumentException wrong) {
        throw new BrokenItemException(name + ": " + wrong.getMessage(), wrong);
      }
    }
    return item.build();
  }

  private static AttributeValue value(AttributeType type, String text) {
    return switch (type) {
      case S -> AttributeValue.s(text);
      case N -> AttributeValue.n(text);
      case B -> AttributeValue.b(Base64.getDecoder().decode(text));
      case BOOL, NULL, SS, NS, BS, L, M -> throw new AssertionError("a key of type " + type);
    };
  }

  @Override
  public long line() {
    return rows.line();
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
