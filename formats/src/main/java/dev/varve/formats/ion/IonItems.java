package dev.varve.formats.ion;

import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.value.Item;
import dev.varve.formats.ItemRows;
import java.io.IOException;
import java.io.InputStream;

/** The items of a file of Ion, {@code {Item:{...}}}, text or binary. */
public final class IonItems implements ItemRows {
  private final IonRecords records;

  /** Items of a file, which is closed with this, and where this fails. */
  public IonItems(InputStream in) throws IOException {
    records = IonRecords.of(in);
  }

  @Override
  public Item next() throws IOException {
    IonRecord record = records.next();
    if (record == null) {
      return null;
    }
    try {
      return record
          .item("Item")
          .orElseThrow(() -> new BrokenItemException("expected {Item:{...}}", null));
    } catch (DynamoException wrong) {
      throw new BrokenItemException(wrong.getMessage(), wrong);
    }
  }

  @Override
  public long line() {
    return records.line() == 0 ? records.number() : records.line();
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
