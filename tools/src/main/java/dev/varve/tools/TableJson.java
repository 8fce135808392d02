package dev.varve.tools;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.varve.dynamodb.KeyAttribute;
import dev.varve.dynamodb.TableOverview;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** A table as JSON with the members of DynamoDB's DescribeTable, and its partitions. */
final class TableJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private TableJson() {}

  /** The description on several lines. */
  static String write(TableOverview table) throws IOException {
    List<KeyAttribute> key = new ArrayList<>(List.of(table.partitionKey()));
    table.sortKey().ifPresent(key::add);
    StringWriter text = new StringWriter();
    try (JsonGenerator out = FACTORY.createGenerator(text).useDefaultPrettyPrinter()) {
      out.writeStartObject();
      out.writeObjectFieldStart("Table");
      out.writeStringField("TableName", table.name());
      out.writeStringField("TableStatus", "ACTIVE");
      out.writeArrayFieldStart("AttributeDefinitions");
      for (KeyAttribute attribute : key) {
        out.writeStartObject();
        out.writeStringField("AttributeName", attribute.name());
        out.writeStringField("AttributeType", attribute.type().name());
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeArrayFieldStart("KeySchema");
      for (KeyAttribute attribute : key) {
        out.writeStartObject();
        out.writeStringField("AttributeName", attribute.name());
        out.writeStringField("KeyType", attribute.equals(table.partitionKey()) ? "HASH" : "RANGE");
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeStringField("CreationDateTime", table.created().toString());
      out.writeNumberField("ItemCount", table.itemCount());
      out.writeBooleanField("ItemCountExact", table.itemCountExact());
      out.writeNumberField("Partitions", table.partitionCount());
      out.writeEndObject();
      out.writeEndObject();
    }
    return text.toString();
  }
}
