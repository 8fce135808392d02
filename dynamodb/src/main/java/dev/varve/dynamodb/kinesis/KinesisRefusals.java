package dev.varve.dynamodb.kinesis;

import dev.varve.dynamodb.api.ApproximateCreationDateTimePrecision;
import dev.varve.dynamodb.error.ValidationException;

/** The errors of operations on Kinesis streaming destinations. */
public final class KinesisRefusals {
  private KinesisRefusals() {}

  /** The database has nothing that stands for Kinesis. */
  static ValidationException nowhere() {
    return new ValidationException(
        "EnableKinesisStreamingDestination needs something that stands for Kinesis, which this"
            + " database has not: VarveOptions.withKinesis or the server's --kinesis names it");
  }

  /** A text is no ARN of a stream of Kinesis. */
  static ValidationException invalidArn(String arn) {
    return new ValidationException("Invalid StreamArn: " + arn);
  }

  /** The destination is there. */
  static ValidationException alreadyEnabled() {
    return new ValidationException(
        "Table is not in a valid state to enable Kinesis Streaming Destination:"
            + " EnableKinesisStreamingDestination must be DISABLED or ENABLE_FAILED to perform"
            + " ENABLE operation.");
  }

  /**
   * There is no such destination, or not any more.
   *
   * @param verb what was to be done, as a verb, as the beginning of the operation's name, and in
   *     capitals
   */
  static ValidationException notEnabled(String verb, String name, String capitals) {
    return new ValidationException(
        "Table is not in a valid state to "
            + verb
            + " Kinesis Streaming Destination: "
            + name
            + "KinesisStreamingDestination must be ACTIVE to perform "
            + capitals
            + " operation.");
  }

  /** An update says nothing. */
  public static ValidationException emptyUpdate() {
    return new ValidationException(
        "Streaming destination cannot be updated with given parameters:"
            + " UpdateKinesisStreamingConfiguration cannot be null or contain only null values");
  }

  /** An update changes nothing. */
  static ValidationException samePrecision(
      ApproximateCreationDateTimePrecision precision, String table, String streamArn) {
    return new ValidationException(
        "Invalid Request: Precision is already set to the desired value of "
            + precision.text()
            + " for tableId: "
            + table
            + ", kdsArn: "
            + streamArn);
  }
}
