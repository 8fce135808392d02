package dev.varve.tools.format;

import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.formats.ItemRows.BrokenItemException;
import dev.varve.formats.ion.IonRecord;
import dev.varve.formats.ion.IonRecords;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/**
 * Structs of Ion: {@code {Item:{...}}} as in full exports, {@code {Record:{Keys:{...},
 * NewImage:{...}}}} as in incremental ones, with or without {@code Record}, or items themselves.
 */
final class IonLayout implements Layout {
  /** What incremental exports put around a change. */
  private static final String RECORD = "Record";

  private final Optional<String> partitionKey;

  /**
   * The layout of a file.
   *
   * @param partitionKey the attribute that every item has, if it is known: it tells an item from a
   *     struct that holds one
   */
  IonLayout(Optional<String> partitionKey) {
    this.partitionKey = partitionKey;
  }

  @Override
  public void read(InputStream in, Wanted wanted, ItemSink sink) throws IOException {
    try (IonRecords records = open(in)) {
      while (true) {
        IonRecord record;
        try {
          record = records.next();
        } catch (BrokenItemException broken) {
          sink.broken(position(records), broken.getMessage());
          continue;
        } catch (IOException unreadable) {
          throw FormatException.unreadable(unreadable);
        }
        if (record == null) {
          return;
        }
        report(position(records), record, sink);
      }
    }
  }

  private static IonRecords open(InputStream in) throws FormatException {
    try {
      return IonRecords.of(in);
    } catch (IOException unreadable) {
      throw FormatException.unreadable(unreadable);
    }
  }

  private static Position position(IonRecords records) {
    return new Position(records.line(), records.isLines() ? 0 : records.number());
  }

  private void report(Position at, IonRecord record, ItemSink sink) throws IOException {
    Optional<Item> put;
    Optional<Item> deleted;
    try {
      IonRecord inner = isItem(record) ? record : record.struct(RECORD).orElse(record);
      if (!isItem(inner) && isChange(inner)) {
        Item key = inner.item(ChangeRecord.KEYS).orElseThrow();
        put = inner.item(ChangeRecord.NEW_IMAGE);
        deleted = put.isPresent() ? Optional.empty() : Optional.of(key);
      } else {
        boolean isWrapped = !isItem(inner) && inner.members().containsKey(WrappedItem.ITEM);
        put = isWrapped ? inner.item(WrappedItem.ITEM) : Optional.of(inner.asItem());
        deleted = Optional.empty();
      }
    } catch (DynamoException wrong) {
      sink.broken(at, wrong.getMessage());
      return;
    }
    if (put.isPresent()) {
      sink.put(at, put.get());
    } else if (deleted.isPresent()) {
      sink.delete(at, deleted.get());
    } else {
      sink.broken(at, "expected {Item:{...}}");
    }
  }

  /** Whether a struct has a partition key as an item has. */
  private boolean isItem(IonRecord record) {
    return partitionKey.isPresent()
        && switch (record.members().get(partitionKey.get())) {
          case AttributeValue.S _, AttributeValue.N _, AttributeValue.B _ -> true;
          case null, default -> false;
        };
  }

  private static boolean isChange(IonRecord record) {
    Map<String, AttributeValue> members = record.members();
    return members.get(ChangeRecord.KEYS) instanceof AttributeValue.M
        && (members.containsKey(ChangeRecord.NEW_IMAGE)
            || members.containsKey(ChangeRecord.OLD_IMAGE)
            || members.containsKey(ChangeRecord.METADATA));
  }

  @Override
  public String toString() {
    return "structs of Ion";
  }
}
