package dev.varve.tools.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.varve.dynamodb.KeyAttribute;
import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.json.ValueNotation;
import dev.varve.dynamodb.json.ValueReader;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Hands the records of a file to a sink: of a document at once, of a line when the line has proven
 * whole.
 */
final class RecordReader implements Records {
  /** What is handed to the sink. */
  private interface Report {
    void to(ItemSink sink) throws IOException;
  }

  private final ItemSink sink;
  private final ValueNotation notation;
  private final String table;
  private final List<Report> pending = new ArrayList<>();

  /** 0 in a document. */
  private long line;

  private long items;
  private Position at = Position.FILE;

  /**
   * A reader for a file.
   *
   * @param table the one that is wanted of several
   */
  RecordReader(ItemSink sink, ValueNotation notation, String table) {
    this.sink = sink;
    this.notation = notation;
    this.table = table;
  }

  /** Starts a line: what is reported from here on waits for {@link #endLine}. */
  void beginLine(long number) {
    line = number;
    at = new Position(number, 0);
    pending.clear();
  }

  /** Ends a line that was whole. */
  void endLine() throws IOException {
    for (Report report : pending) {
      report.to(sink);
    }
  }

  /** Ends a line that was not, whatever it has reported. */
  void breakLine(String reason) throws IOException {
    sink.broken(at, reason);
  }

  @Override
  public boolean wants(String name) {
    return name.equals(table);
  }

  @Override
  public void key(String name, KeyAttribute partitionKey, Optional<KeyAttribute> sortKey) {}

  @Override
  public void begin(JsonParser parser) {
    if (line == 0) {
      at = new Position(parser.currentTokenLocation().getLineNr(), ++items);
    }
  }

  @Override
  public Item item(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      broken("expected an item" + FormatException.found(parser.currentToken()));
      parser.skipChildren();
      return null;
    }
    int depth = parser.getParsingContext().getNestingDepth();
    ValueReader reader = ValueReader.of(parser, notation);
    try {
      return reader.item();
    } catch (DynamoException refused) {
      String path = reader.path();
      broken((path.isEmpty() ? "" : path + ": ") + refused.getMessage());
      while (parser.getParsingContext().getNestingDepth() >= depth) {
        if (parser.nextToken() == null) {
          break; // the parser has complained of it
        }
      }
      return null;
    }
  }

  @Override
  public void put(Item item) throws IOException {
    Position here = at;
    report(target -> target.put(here, item));
  }

  @Override
  public void delete(Item key) throws IOException {
    Position here = at;
    report(target -> target.delete(here, key));
  }

  @Override
  public void broken(String reason) throws IOException {
    Position here = at;
    report(target -> target.broken(here, reason));
  }

  private void report(Report report) throws IOException {
    if (line == 0) {
      report.to(sink);
    } else {
      pending.add(report);
    }
  }
}
