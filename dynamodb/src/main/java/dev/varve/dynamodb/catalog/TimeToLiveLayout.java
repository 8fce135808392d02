package dev.varve.dynamodb.catalog;

import dev.varve.dynamodb.value.Utf8;
import dev.varve.io.ByteReader;
import dev.varve.io.ByteWriter;
import dev.varve.io.CorruptionException;
import java.util.OptionalInt;

/** The bytes of a {@link TimeToLiveRecord}; the page is {@code docs/formats/catalog.md}. */
final class TimeToLiveLayout {
  // States. Stored: never renumber.
  private static final int BUILDING = 1;
  private static final int ENABLED = 2;
  private static final int DISABLED = 3;

  /** Of the attribute, whose name has 255 characters at most. */
  private static final int MAX_NAME_BYTES = 3 * 255;

  private TimeToLiveLayout() {}

  static byte[] encode(TimeToLiveRecord record) {
    ByteWriter out = new ByteWriter(64);
    out.putByte(
        switch (record.status()) {
          case BUILDING -> BUILDING;
          case ENABLED -> ENABLED;
          case DISABLED -> DISABLED;
        });
    out.putVarint(record.changedMillis());
    record.partition().ifPresent(out::putVarint);
    return out.putBytes(Utf8.encode(record.attribute())).toByteArray();
  }

  static TimeToLiveRecord decode(ByteReader in) throws CorruptionException {
    int code = in.getByte();
    TimeToLiveRecord.Status status =
        switch (code) {
          case BUILDING -> TimeToLiveRecord.Status.BUILDING;
          case ENABLED -> TimeToLiveRecord.Status.ENABLED;
          case DISABLED -> TimeToLiveRecord.Status.DISABLED;
          default -> throw in.corrupt("a status of time to live", Integer.toString(code));
        };
    long changedMillis = in.getVarint();
    OptionalInt partition =
        code == DISABLED ? OptionalInt.empty() : OptionalInt.of(in.getVarintInt());
    String attribute = TaggedFields.getName(in, MAX_NAME_BYTES);
    return new TimeToLiveRecord(attribute, changedMillis, status, partition);
  }
}
