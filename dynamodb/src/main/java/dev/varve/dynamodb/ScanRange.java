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
   * The part of the hash space of a segment; the whole space without segments.
   *
   * @throws ValidationException if only one of the two is given, or one is out of range
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
    if (number < 0) {
      throw outOfRange(number, "segment", "greater than or equal to 0");
    }
    if (total < 1) {
      throw outOfRange(total, "totalSegments", "greater than or equal to 1");
    }
    if (total > MAX_SEGMENTS) {
      throw outOfRange(total, "totalSegments", "less than or equal to " + MAX_SEGMENTS);
    }
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
