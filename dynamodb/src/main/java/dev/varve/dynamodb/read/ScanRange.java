package dev.varve.dynamodb.read;

import dev.varve.dynamodb.codec.KeyCodec;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.stats.HashRange;
import dev.varve.dynamodb.table.IndexSchema;
import dev.varve.dynamodb.table.QueryKeys;
import dev.varve.dynamodb.value.Item;

/**
 * Which hashes a Scan reads: one of so many equal parts of the hash space.
 *
 * @param segment number of the part, from 0
 * @param totalSegments number of parts; 1 without segments
 */
public record ScanRange(int segment, int totalSegments) {
  /**
   * The range of a segment; everything without segments.
   *
   * @param segment null for none, else not negative
   * @param totalSegments null for none, else at least 1
   * @throws ValidationException if only one of the two is given, or the segment is not below the
   *     total
   */
  public static ScanRange of(Integer segment, Integer totalSegments) {
    if (segment == null && totalSegments == null) {
      return new ScanRange(0, 1);
    }
    if (totalSegments == null) {
      throw new ValidationException(
          "The TotalSegments parameter is required but was not present in the request when Segment"
              + " parameter is present");
    }
    if (segment == null) {
      throw new ValidationException(
          "The Segment parameter is required but was not present in the request when parameter"
              + " TotalSegments is present");
    }
    if (segment >= totalSegments) {
      throw new ValidationException(
          "The Segment parameter is zero-based and must be less than parameter TotalSegments:"
              + " Segment: "
              + segment
              + " is not less than TotalSegments: "
              + totalSegments);
    }
    return new ScanRange(segment, totalSegments);
  }

  /** The hashes of this range. */
  public HashRange hashes() {
    return HashRange.part(segment, totalSegments);
  }

  /**
   * The engine key of a Scan's start key.
   *
   * @throws ValidationException if it is no start key of the table or index, or lies in another
   *     segment
   */
  byte[] startKey(QueryKeys schema, Item startKey) {
    if (schema instanceof IndexSchema && !schema.matches(startKey)) {
      throw new ValidationException(QueryRange.INVALID_START);
    }
    byte[] key;
    try {
      key = schema.keyOfLookup(startKey);
    } catch (ValidationException e) {
      throw QueryRange.invalidStart(e);
    }
    if (!hashes().contains(KeyCodec.hashOf(key))) {
      throw new ValidationException(
          "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use"
              + " ExclusiveStartKey with correct Segment. TotalSegments: "
              + totalSegments
              + " Segment: "
              + segment);
    }
    return key;
  }
}
