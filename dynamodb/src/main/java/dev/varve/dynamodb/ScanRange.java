package dev.varve.dynamodb;

import dev.varve.dynamodb.codec.KeyCodec;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.Item;
import java.util.OptionalInt;

/** Which hashes a Scan reads, and where it starts. */
final class ScanRange {
  private static final int MAX_SEGMENTS = 1_000_000;

  private ScanRange() {}

  /**
   * Checks each of the two alone.
   *
   * @throws ValidationException if one is out of its range
   */
  static void checkBounds(OptionalInt segment, OptionalInt totalSegments) {
    if (segment.isPresent() && segment.getAsInt() < 0) {
      throw outOfRange(segment.getAsInt(), "segment", "greater than or equal to 0");
    }
    if (totalSegments.isPresent() && totalSegments.getAsInt() < 1) {
      throw outOfRange(totalSegments.getAsInt(), "totalSegments", "greater than or equal to 1");
    }
    if (totalSegments.isPresent() && totalSegments.getAsInt() > MAX_SEGMENTS) {
      throw outOfRange(
          totalSegments.getAsInt(), "totalSegments", "less than or equal to " + MAX_SEGMENTS);
    }
  }

  /**
   * The part of the hash space of a segment; the whole space without segments.
   *
   * @param segment like {@code totalSegments} as {@link #checkBounds} wants it
   * @throws ValidationException if only one of the two is given, or the segment is not below the
   *     total
   */
  static HashRange of(OptionalInt segment, OptionalInt totalSegments) {
    if (segment.isEmpty() && totalSegments.isEmpty()) {
      return HashRange.ALL;
    }
    if (totalSegments.isEmpty()) {
      throw new ValidationException(
          "The TotalSegments parameter is required but was not present in the request when Segment parameter is present");
    }
    if (segment.isEmpty()) {
      throw new ValidationException(
          "The Segment parameter is required but was not present in the request when parameter TotalSegments is present");
    }
    int number = segment.getAsInt();
    int total = totalSegments.getAsInt();
    if (number >= total) {
      throw new ValidationException(
          "The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: "
              + number
              + " is not less than TotalSegments: "
              + total);
    }
    return HashRange.part(number, total);
  }

  private static ValidationException outOfRange(int value, String member, String constraint) {
    return new ValidationException(
        "1 validation error detected: Value '"
            + value
            + "' at '"
            + member
            + "' failed to satisfy constraint: Member must have value "
            + constraint);
  }

  /**
   * The engine key of a Scan's start key.
   *
   * @throws ValidationException if it is no key of the table, or lies in another segment
   */
  static byte[] startKey(KeyCodec keys, Scan request, HashRange range) {
    Item startKey = request.exclusiveStartKey().orElseThrow();
    byte[] key;
    try {
      key = KeyRules.keyOfLookup(keys, startKey);
    } catch (ValidationException e) {
      throw QueryRange.invalidStart(e);
    }
    if (!range.contains(KeyCodec.hashOf(key))) {
      throw new ValidationException(
          "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: "
              + request.totalSegments().orElse(1)
              + " Segment: "
              + request.segment().orElse(0));
    }
    return key;
  }
}
