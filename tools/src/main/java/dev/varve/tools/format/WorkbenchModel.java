package dev.varve.tools.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.varve.dynamodb.KeyAttribute;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.AttributeType;
import java.io.IOException;
import java.util.Optional;

/**
 * A data model of NoSQL Workbench: {@code {"DataModel":[{"TableName":...,"KeyAttributes":{...},
 * "TableData":[{...}]}]}}.
 */
final class WorkbenchModel implements RecordFormat {
  static final String DATA_MODEL = "DataModel";
  static final String TABLE_DATA = "TableData";

  @Override
  public void read(JsonParser parser, Records records) throws IOException {
    boolean found = false;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      boolean isModel = parser.currentName().equals(DATA_MODEL);
      if (parser.nextToken() == JsonToken.START_ARRAY && isModel) {
        found = true;
        readTables(parser, records);
      } else {
        parser.skipChildren();
      }
    }
    if (!found) {
      records.begin(parser);
      records.broken("expected {\"DataModel\":[...]}");
    }
  }

  private static void readTables(JsonParser parser, Records records) throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        readTable(parser, records);
      } else {
        records.begin(parser);
        records.broken("expected a table" + FormatException.found(parser.currentToken()));
        parser.skipChildren();
      }
    }
  }

  private static void readTable(JsonParser parser, Records records) throws IOException {
    String table = null;
    boolean wanted = false;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (name.equals("TableName") && value == JsonToken.VALUE_STRING) {
        table = parser.getText();
        wanted = records.wants(table);
      } else if (name.equals("KeyAttributes") && value == JsonToken.START_OBJECT) {
        readKey(parser, table, records);
      } else if (name.equals(TABLE_DATA) && value != JsonToken.VALUE_NULL) {
        if (table == null) {
          records.begin(parser);
          records.broken("TableData of a table that has no TableName before it");
        }
        if (wanted && value == JsonToken.START_ARRAY) {
          ItemList.readItems(parser, records);
        } else {
          if (wanted) {
            records.begin(parser);
            records.broken("TableData: expected an array" + FormatException.found(value));
          }
          parser.skipChildren();
        }
      } else {
        parser.skipChildren();
      }
    }
  }

  private static void readKey(JsonParser parser, String table, Records records) throws IOException {
    KeyAttribute partitionKey = null;
    KeyAttribute sortKey = null;
    boolean hasSortKey = false;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      boolean isObject = parser.nextToken() == JsonToken.START_OBJECT;
      if (isObject && name.equals("PartitionKey")) {
        partitionKey = attribute(parser);
      } else if (isObject && name.equals("SortKey")) {
        hasSortKey = true;
        sortKey = attribute(parser);
      } else {
        parser.skipChildren();
      }
    }
    if (table != null && partitionKey != null && hasSortKey == (sortKey != null)) {
      records.key(table, partitionKey, Optional.ofNullable(sortKey));
    }
  }

  /** A key attribute, or null if it is none that a table can have. */
  private static KeyAttribute attribute(JsonParser parser) throws IOException {
    String name = "";
    String type = "";
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String member = parser.currentName();
      parser.nextToken();
      switch (member) {
        case "AttributeName" -> name = parser.getText();
        case "AttributeType" -> type = parser.getText();
        default -> {}
      }
      parser.skipChildren();
    }
    try {
      return new KeyAttribute(name, AttributeType.valueOf(type));
    } catch (ValidationException | IllegalArgumentException impossible) {
      return null;
    }
  }

  @Override
  public boolean isContainer() {
    return true;
  }

  @Override
  public boolean hasTables() {
    return true;
  }
}
