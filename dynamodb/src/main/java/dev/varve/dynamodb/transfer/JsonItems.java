package dev.varve.dynamodb.transfer;

import dev.varve.dynamodb.json.ItemFormatException;
import dev.varve.dynamodb.json.ItemLineReader;
import dev.varve.dynamodb.value.Item;
import dev.varve.formats.ItemRows;
import java.io.IOException;
import java.io.InputStream;

/** The items of lines of DynamoDB JSON, {@code {"Item":{...}}}. */
final class JsonItems implements ItemRows {
  private final ItemLineReader lines;

  JsonItems(InputStream in) {
    lines = new ItemLineReader(in);
  }

  @Override
  public Item next() throws IOException {
    try {
      return lines.next();
    } catch (ItemFormatException broken) {
      if (broken.line() > lines.lineNumber()) {
        throw broken; // a line that does not end
      }
      throw new BrokenItemException(broken.reason(), broken);
    }
  }

  @Override
  public long line() {
    return lines.lineNumber();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
