package dev.varve.tools.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.varve.dynamodb.json.ItemFormatException;
import dev.varve.dynamodb.json.ItemJson;
import dev.varve.dynamodb.json.JsonLines;
import dev.varve.dynamodb.json.ValueNotation;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/** Records of JSON, on lines of their own or in documents. */
final class JsonLayout implements Layout {
  private final boolean isLines;
  private final RecordFormat format;
  private final ValueNotation notation;

  /**
   * A layout.
   *
   * @param isLines whether every line is a record, so that a broken one can be passed over
   */
  JsonLayout(boolean isLines, RecordFormat format, ValueNotation notation) {
    this.isLines = isLines;
    this.format = format;
    this.notation = notation;
  }

  @Override
  public boolean hasTables() {
    return format.hasTables();
  }

  @Override
  public Map<String, Optional<TableKey>> tables(InputStream in) throws IOException {
    TableSurvey survey = new TableSurvey();
    readDocument(in, survey);
    return survey.tables();
  }

  @Override
  public void read(InputStream in, Wanted wanted, ItemSink sink) throws IOException {
    RecordReader records = new RecordReader(sink, notation, wanted.table());
    if (isLines) {
      readLines(in, records);
    } else {
      readDocument(in, records);
    }
  }

  private void readLines(InputStream in, RecordReader records) throws IOException {
    try (JsonLines lines = new JsonLines(in)) {
      for (JsonParser line = lines.next(); line != null; line = lines.next()) {
        records.beginLine(lines.lineNumber());
        Optional<String> fault = fault(line, records);
        if (fault.isPresent()) {
          records.breakLine(fault.get());
        } else {
          records.endLine();
        }
      }
    } catch (ItemFormatException tooLong) {
      throw new FormatException(tooLong.getMessage(), tooLong);
    }
  }

  /** Reads a line, and returns what is wrong with it as a whole. */
  private Optional<String> fault(JsonParser line, Records records) throws IOException {
    try (line) {
      if (line.nextToken() != JsonToken.START_OBJECT) {
        return Optional.of("expected an object" + FormatException.found(line.currentToken()));
      }
      format.read(line, records);
      return line.nextToken() == null
          ? Optional.empty()
          : Optional.of("unexpected text behind the item");
    } catch (JsonProcessingException broken) {
      return Optional.of(FormatException.describe(broken));
    }
  }

  private void readDocument(InputStream in, Records records) throws IOException {
    try (JsonParser parser = ItemJson.parser(in)) {
      boolean inArray = false;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.START_OBJECT) {
          format.read(parser, records);
        } else if (token == JsonToken.START_ARRAY && !inArray) {
          inArray = true;
        } else if (token == JsonToken.END_ARRAY) {
          inArray = false;
        } else {
          records.begin(parser);
          records.broken("expected an object" + FormatException.found(token));
          parser.skipChildren();
        }
      }
    } catch (JsonProcessingException broken) {
      throw FormatException.malformed(broken);
    }
  }

  @Override
  public String toString() {
    return (isLines ? "lines of " : "document of ")
        + format.getClass().getSimpleName()
        + ", "
        + notation;
  }
}
