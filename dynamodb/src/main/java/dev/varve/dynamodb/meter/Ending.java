package dev.varve.dynamodb.meter;

import dev.varve.dynamodb.api.ConditionalCheckFailedException;
import dev.varve.dynamodb.api.InternalServerError;
import dev.varve.dynamodb.api.ProvisionedThroughputExceededException;
import dev.varve.dynamodb.api.ThrottlingException;
import dev.varve.dynamodb.api.TransactionCanceledException;
import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.refusal.Cancellation;
import dev.varve.io.WouldWait;

/** How a request ended, as metrics tell requests apart. */
public enum Ending {
  /** It was answered. */
  SUCCESS,
  /** It was refused since something of it was throttled. */
  THROTTLED,
  /** It was refused by a fault of the caller's. */
  USER_ERROR,
  /** It failed by a fault of the database or its machine. */
  SYSTEM_ERROR,
  /**
   * Of no account: its condition is counted elsewhere, or it is made again, or it came too late.
   */
  OTHER;

  /** How a request ended that ended so. */
  public static Ending of(Throwable failure) {
    return switch (failure) {
      case ProvisionedThroughputExceededException _, ThrottlingException _ -> THROTTLED;
      case TransactionCanceledException canceled ->
          Cancellation.isThrottled(canceled) ? THROTTLED : USER_ERROR;
      case ConditionalCheckFailedException _ -> OTHER;
      case InternalServerError _ -> SYSTEM_ERROR;
      case DynamoException _ -> USER_ERROR;
      case WouldWait _ -> OTHER;
      case IllegalStateException _ -> OTHER; // the database is closed
      case UnsupportedOperationException _ -> USER_ERROR;
      default -> SYSTEM_ERROR; // trouble with the disk, or a bug
    };
  }
}
