package dev.varve.dynamodb.refusal;

import dev.varve.dynamodb.api.ConditionalCheckFailedException;
import dev.varve.dynamodb.api.DuplicateItemException;
import dev.varve.dynamodb.api.IdempotentParameterMismatchException;
import dev.varve.dynamodb.api.ItemCollectionSizeLimitExceededException;
import dev.varve.dynamodb.api.LimitExceededException;
import dev.varve.dynamodb.api.ResourceInUseException;
import dev.varve.dynamodb.api.ResourceNotFoundException;
import dev.varve.dynamodb.api.TransactionConflictException;
import dev.varve.dynamodb.api.TransactionInProgressException;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.Item;

/** The errors of the service that several operations answer with, with their messages. */
public final class Refusals {
  /** Why an item cannot be had. */
  static final String ONGOING_TRANSACTION = "Transaction is ongoing for the item";

  /** Why an item cannot be inserted. */
  static final String DUPLICATE_ITEM = "Duplicate primary key exists in table";

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

  /** There is no such index on the table. */
  public static ValidationException noIndex(String name) {
    return new ValidationException("The table does not have the specified index: " + name);
  }

  /** The index does not have all items yet. */
  public static ValidationException indexIsBackfilling(String name) {
    return new ValidationException("Cannot read from backfilling global secondary index: " + name);
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
        "Attempt to change a resource which is still in use: Table is being "
            + state
            + ": "
            + name);
  }

  /** A table cannot be deleted since an index of it is being changed. */
  public static ResourceInUseException indexesInUse() {
    return new ResourceInUseException(
        "Attempt to change a resource which is still in use: Cannot delete table while indexes are"
            + " being created, updated, or deleted.");
  }

  /** An index of the table is being created or deleted already. */
  public static LimitExceededException oneIndexAtATime() {
    return new LimitExceededException(
        "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously"
            + " per table");
  }

  /** There is no resource of this ARN: the error of operations on tags. */
  public static ResourceNotFoundException noResource(String arn) {
    return new ResourceNotFoundException(
        "Requested resource not found: ResourcArn: " + arn + " not found");
  }

  /** A table is protected against its deletion. */
  public static ValidationException tableProtected() {
    return new ValidationException(
        "Resource cannot be deleted as it is currently protected against deletion. Disable deletion"
            + " protection first.");
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

  /** An item of this key is there already. */
  public static DuplicateItemException duplicateItem() {
    return new DuplicateItemException(DUPLICATE_ITEM);
  }

  /** A transaction under way touches the item of a write. */
  public static TransactionConflictException transactionConflict() {
    return new TransactionConflictException(ONGOING_TRANSACTION);
  }

  /** The request that first had this token is still under way. */
  public static TransactionInProgressException transactionInProgress() {
    return new TransactionInProgressException(
        "Transaction with the given request token is already in progress");
  }

  /** Another request had this token. */
  public static IdempotentParameterMismatchException otherParameters() {
    return new IdempotentParameterMismatchException(
        "The request uses the same client token as a previous, but non-identical request. Do not"
            + " reuse a client token with different requests, unless the requests are identical");
  }

  /** The keys of a batch are not all different. */
  public static ValidationException duplicateKeys() {
    return new ValidationException("Provided list of item keys contains duplicates");
  }

  /** The items of a transaction are not all different. */
  public static ValidationException itemTwice() {
    return new ValidationException(
        "Transaction request cannot include multiple operations on one item");
  }

  /** A write would let an item collection grow beyond the limit. */
  public static ItemCollectionSizeLimitExceededException collectionTooLarge() {
    return new ItemCollectionSizeLimitExceededException("Collection size exceeded.");
  }

  /**
   * What is to be written at once does not fit a batch of the engine. The service has no such
   * limit.
   */
  public static ValidationException tooLargeTogether() {
    return new ValidationException(
        "The items that the request writes are too large to be written at once");
  }
}
