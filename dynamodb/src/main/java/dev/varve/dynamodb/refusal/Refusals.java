package dev.varve.dynamodb.refusal;

import dev.varve.dynamodb.api.ConditionalCheckFailedException;
import dev.varve.dynamodb.api.LimitExceededException;
import dev.varve.dynamodb.api.ResourceInUseException;
import dev.varve.dynamodb.api.ResourceNotFoundException;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.Item;

/** The errors of the service that several operations answer with, with their messages. */
public final class Refusals {
  private Refusals() {}

  /** There is no such table: the error of operations on items, which does not name it. */
  public static ResourceNotFoundException noTable() {
    return new ResourceNotFoundException("Requested resource not found");
  }

  /** There is no such table: the error of operations on the table itself. */
  public static ResourceNotFoundException noTable(String name) {
    return new ResourceNotFoundException(
        "Requested resource not found: Table: " + name + " not found");
  }

  /** A table of this name exists already. */
  public static ResourceInUseException tableExists(String name) {
    return new ResourceInUseException("Table already exists: " + name);
  }

  /**
   * A table is in a state in which it cannot be changed.
   *
   * @param state what is being done to it, as a participle
   */
  public static ResourceInUseException tableInUse(String state, String name) {
    return new ResourceInUseException(
        "Attempt to change a resource which is still in use: Table is being " + state + ": " + name);
  }

  /** A table cannot be deleted since an index of it is being changed. */
  public static ResourceInUseException indexesInUse() {
    return new ResourceInUseException(
        "Attempt to change a resource which is still in use: Cannot delete table while indexes are being created, updated, or deleted.");
  }

  /** An index of the table is being created or deleted already. */
  public static LimitExceededException oneIndexAtATime() {
    return new LimitExceededException(
        "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table");
  }

  /** There is no resource of this ARN: the error of operations on tags. */
  public static ResourceNotFoundException noResource(String arn) {
    return new ResourceNotFoundException(
        "Requested resource not found: ResourcArn: " + arn + " not found");
  }

  /** A table is protected against its deletion. */
  public static ValidationException tableProtected() {
    return new ValidationException(
        "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.");
  }

  /**
   * A table of this name exists and is another than the one that was defined.
   *
   * @param part where they differ
   * @param present the table's part
   * @param defined the definition's part
   */
  public static ResourceInUseException tableDiffers(
      String name, String part, String present, String defined) {
    return new ResourceInUseException(
        "Table already exists: "
            + name
            + ", and its "
            + part
            + " is "
            + present
            + ", where the definition has "
            + defined);
  }

  /**
   * The condition of a write was false.
   *
   * @param item the item that made it so, or null if there is none or nobody asked
   */
  public static ConditionalCheckFailedException conditionFailed(Item item) {
    return new ConditionalCheckFailedException("The conditional request failed", item);
  }
}
