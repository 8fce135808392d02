package dev.varve.tools;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.varve.dynamodb.TableOverview;
import dev.varve.dynamodb.api.DescribeTableResult;
import dev.varve.dynamodb.api.json.JsonOut;
import dev.varve.dynamodb.api.json.TableDescriptionJson;
import java.io.IOException;
import java.io.StringWriter;

/** A table as DynamoDB's DescribeTable tells it, and beside that what the service does not know. */
final class TableJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private TableJson() {}

  /** The description on several lines. */
  static String write(DescribeTableResult described, TableOverview overview) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = FACTORY.createGenerator(text).useDefaultPrettyPrinter()) {
      out.writeStartObject();
      out.writeFieldName("Table");
      TableDescriptionJson.write(described.table(), new JsonOut(out));
      out.writeBooleanField("ItemCountExact", overview.itemCountExact());
      out.writeNumberField("Partitions", overview.partitionCount());
      out.writeEndObject();
    }
    return text.toString();
  }
}
