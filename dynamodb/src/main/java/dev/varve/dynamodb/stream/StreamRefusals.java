package dev.varve.dynamodb.stream;

import dev.varve.dynamodb.api.ExpiredIteratorException;
import dev.varve.dynamodb.api.ResourceNotFoundException;
import dev.varve.dynamodb.api.ShardIteratorType;
import dev.varve.dynamodb.api.TrimmedDataAccessException;
import dev.varve.dynamodb.error.ValidationException;

/** The errors of operations on streams. */
public final class StreamRefusals {
  private StreamRefusals() {}

  /** There is no such stream. */
  public static ResourceNotFoundException noStream(String arn) {
    return new ResourceNotFoundException(
        "Requested resource not found: Stream: " + arn + " not found");
  }

  /** The stream has no such shard, or not any more. */
  public static ResourceNotFoundException noShard() {
    return new ResourceNotFoundException("Requested resource not found: Shard does not exist");
  }

  /** A text is not the ARN of a stream. */
  public static ValidationException invalidArn(String arn) {
    return new ValidationException("Invalid StreamArn: " + arn);
  }

  /** A text is no iterator that this database has given. */
  public static ValidationException invalidIterator() {
    return new ValidationException("Invalid ShardIterator");
  }

  /** A text is no number of a change of the shard. */
  static ValidationException invalidSequenceNumber(String text) {
    return new ValidationException("Invalid SequenceNumber: " + text);
  }

  /** An iterator of this type needs a number, and none was given. */
  static ValidationException sequenceNumberMissing(ShardIteratorType type) {
    return new ValidationException(
        "SequenceNumber must be specified when ShardIteratorType is " + type.text());
  }

  /** An iterator of this type takes no number, and one was given. */
  static ValidationException sequenceNumberUnwanted(ShardIteratorType type) {
    return new ValidationException(
        "SequenceNumber must not be specified when ShardIteratorType is " + type.text());
  }

  /** A filter of shards does not say of which shard. */
  public static ValidationException filterWithoutShard() {
    return new ValidationException(
        "ShardId must be specified in a ShardFilter of type CHILD_SHARDS");
  }

  /** The changes that are asked for have been dropped. */
  public static TrimmedDataAccessException trimmed() {
    return new TrimmedDataAccessException(
        "The operation attempted to read past the oldest stream record in a shard");
  }

  /** An iterator is too old. */
  static ExpiredIteratorException expired() {
    return new ExpiredIteratorException(
        "The shard iterator has expired: iterators are valid for 15 minutes");
  }
}
