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

/** How the items of a file are written. Immutable. */
public final class Layout {
  /** How much of a file tells its layout: more than an item has, mostly. */
  public static final int BEGINNING_BYTES = 1 << 20;

  private final boolean isLines;
  private final RecordFormat format;
  private final ValueNotation notation;

  /**
   * A layout.
   *
   * @param isLines whether every line is a record, so that a broken one can be passed over
   */
  Layout(boolean isLines, RecordFormat format, ValueNotation notation) {
    this.isLines = isLines;
    this.format = format;
    this.notation = notation;
  }

  /**
   * Tells the layout of a file.
   *
   * @param beginning its first {@link #BEGINNING_BYTES}, or all, without a byte order mark
   * @param partitionKey the attribute that every item has, if it is known
   * @throws FormatException if it is none that can be read; the message says what it looks like
   */
  public static Layout detect(byte[] beginning, Optional<String> partitionKey)
      throws FormatException {
    return new FormatDetector(beginning, beginning.length < BEGINNING_BYTES, partitionKey).detect();
  }

  /** Whether the file may hold items of several tables. */
  public boolean hasTables() {
    return format.hasTables();
  }

  /**
   * Reads the names of the tables that the file has items of, in order, and the keys of those whose
   * key it knows.
   *
   * @throws FormatException if it is no JSON from some place on
   */
  public Map<String, Optional<TableKey>> tables(InputStream in) throws IOException {
    TableSurvey survey = new TableSurvey();
    readDocument(in, survey);
    return survey.tables();
  }

  /**
   * Reads the whole file.
   *
   * @param in the file from its first byte on, without a byte order mark
   * @param table whose items are wanted, if the file has tables
   * @throws FormatException if it cannot be read to its end
   */
  public void read(InputStream in, String table, ItemSink sink) throws IOException {
    RecordReader records = new RecordReader(sink, notation, table);
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
