package dev.varve.dynamodb.stream;

import dev.varve.dynamodb.catalog.ChangeLogRecord.ShardName;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.Utf8;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A place in a shard, as a text that clients hand back: the ARN of the stream, {@code |1|}, and the
 * rest in base 64 with a checksum over all.
 *
 * @param streamArn whose shard it is
 * @param shard the name of the shard
 * @param next the number of the change from which to read on
 * @param issuedMillis when it was made, in milliseconds since 1970
 */
public record ShardIterator(String streamArn, ShardName shard, long next, long issuedMillis) {
  private static final String SEPARATOR = "|1|";
  private static final int PLACE_BYTES = 3 * Long.BYTES + Integer.BYTES;

  /** The iterator's text. */
  public String text() {
    ByteBuffer place =
        ByteBuffer.allocate(PLACE_BYTES + Integer.BYTES)
            .putLong(shard.createdMillis())
            .putInt(shard.partition())
            .putLong(next)
            .putLong(issuedMillis);
    place.putInt(checksum(streamArn, place.array()));
    return streamArn
        + SEPARATOR
        + Base64.getUrlEncoder().withoutPadding().encodeToString(place.array());
  }

  /** The iterator of a text; empty if it was not made by {@link #text}. */
  public static Optional<ShardIterator> parse(String text) {
    int end = text.indexOf(SEPARATOR);
    if (end < 0) {
      return Optional.empty();
    }
    String arn = text.substring(0, end);
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text.substring(end + SEPARATOR.length()));
      ByteBuffer place = ByteBuffer.wrap(bytes);
      ShardName shard = new ShardName(place.getLong(), place.getInt());
      ShardIterator iterator = new ShardIterator(arn, shard, place.getLong(), place.getLong());
      // Compared with the text that it would have: nothing else is an iterator.
      return iterator.text().equals(text) ? Optional.of(iterator) : Optional.empty();
    } catch (IllegalArgumentException | BufferUnderflowException | ValidationException _) {
      return Optional.empty(); // no base 64, too short, or of characters that have no UTF-8 form
    }
  }

  private static int checksum(String streamArn, byte[] place) {
    CRC32C checksum = new CRC32C();
    checksum.update(Utf8.encode(streamArn));
    checksum.update(place, 0, PLACE_BYTES);
    return (int) checksum.getValue();
  }
}
