package dev.varve.dynamodb.read;

import dev.varve.dynamodb.codec.KeyCodec;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.stats.HashRange;
import dev.varve.dynamodb.table.KeySchema;
import dev.varve.dynamodb.value.Item;
import java.util.OptionalInt;

/**
 * Which hashes a Scan reads: one of so many equal parts of the hash space.
 *
 * @param segment number of the part, from 0
 * @param totalSegments number of parts; 1 without segments
 */
public record ScanRange(int segment, int totalSegments) {
  private static final int MAX_SEGMENTS = 1_000_000;

  /**
   * Checks each of the two alone.
   *
   * @throws ValidationException if one is out of its range
   */
  public static void checkBounds(OptionalInt segment, OptionalInt totalSegments) {
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

  private static ValidationException outOfRange(int value, String member, String constraint) {
    return ValidationException.constraint(value, member, "Member must have value " + constraint);
  }

  /**
   * The range of a segment; everything without segments.
   *
   * @param segment like {@code totalSegments} as {@link #checkBounds} wants it
   * @throws ValidationException if only one of the two is given, or the segment is not below the
   *     total
   */
  public static ScanRange of(OptionalInt segment, OptionalInt totalSegments) {
    if (segment.isEmpty() && totalSegments.isEmpty()) {
      return new ScanRange(0, 1);
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
    return new ScanRange(number, total);
  }

  /** The hashes of this range. */
  public HashRange hashes() {
    return HashRange.part(segment, totalSegments);
  }

  /**
   * The engine key of a Scan's start key.
   *
   * @throws ValidationException if it is no key of the table, or lies in another segment
   */
  byte[] startKey(KeySchema schema, Item startKey) {
    byte[] key;
    try {
      key = schema.keyOfLookup(startKey);
    } catch (ValidationException e) {
      throw QueryRange.invalidStart(e);
    }
    if (!hashes().contains(KeyCodec.hashOf(key))) {
      throw new ValidationException(
          "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: "
              + totalSegments
              + " Segment: "
              + segment);
    }
    return key;
  }
}
