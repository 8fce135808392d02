package dev.varve.tools.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;

/**
 * {@code {"Table":[...]}}: for each table an array, which may stand within a member: the requests
 * of BatchWriteItem, within RequestItems or not, what it left unprocessed, and the responses of
 * BatchGetItem.
 */
final class TablesFormat implements RecordFormat {
  /** The members within which the tables may stand, in requests and in responses. */
  static final Set<String> ENVELOPES = Set.of("RequestItems", "UnprocessedItems", "Responses");

  private final RecordFormat element;

  /** Reads the elements of each table's array in that format. */
  TablesFormat(RecordFormat element) {
    this.element = element;
  }

  /** Other members than tables may stand beside an envelope, as in outputs of the AWS CLI. */
  @Override
  public void read(JsonParser parser, Records records) throws IOException {
    boolean hasEnvelope = false;
    boolean hasTable = false;
    String object = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value == JsonToken.START_OBJECT && ENVELOPES.contains(name)) {
        hasEnvelope = true;
        readEnvelope(parser, records);
      } else if (value == JsonToken.START_ARRAY) {
        hasTable = true;
        readTable(name, parser, records);
      } else {
        if (value == JsonToken.START_OBJECT) {
          object = name;
        }
        parser.skipChildren();
      }
    }
    if (!hasEnvelope && object != null) {
      records.begin(parser);
      records.broken(object + ": expected an array, found an object");
    } else if (!hasEnvelope && !hasTable) {
      records.begin(parser);
      records.broken("expected {\"Table\":[...]}");
    }
  }

  private void readEnvelope(JsonParser parser, Records records) throws IOException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value == JsonToken.START_ARRAY) {
        readTable(name, parser, records);
      } else {
        if (value != JsonToken.VALUE_NULL && records.wants(name)) {
          records.begin(parser);
          records.broken(name + ": expected an array" + FormatException.found(value));
        }
        parser.skipChildren();
      }
    }
  }

  private void readTable(String name, JsonParser parser, Records records) throws IOException {
    if (records.wants(name)) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        element.read(parser, records);
      }
    } else {
      parser.skipChildren();
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
