package dev.varve.dynamodb.refusal;

import dev.varve.dynamodb.api.CancellationReason;
import dev.varve.dynamodb.api.ConditionalCheckFailedException;
import dev.varve.dynamodb.api.ItemCollectionSizeLimitExceededException;
import dev.varve.dynamodb.api.ThrottlingException;
import dev.varve.dynamodb.api.TransactionCanceledException;
import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.error.ValidationException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** Why a transaction is cancelled: a reason for each of its actions. For one thread. */
public final class Cancellation {
  private static final CancellationReason NONE = CancellationReason.builder().code("None").build();

  private static final String CONDITION_FAILED = "ConditionalCheckFailed";
  private static final String THROTTLED_ON_DEMAND = "ThrottlingError";
  private static final String THROTTLED_PROVISIONED = "ProvisionedThroughputExceeded";

  private final List<CancellationReason> reasons;
  private boolean empty = true;

  /**
   * No reason for any action yet.
   *
   * @param actions how many there are
   */
  public Cancellation(int actions) {
    this.reasons = new ArrayList<>(Collections.nCopies(actions, NONE));
  }

  /** The action's condition is false. */
  public void conditionFailed(int action, ConditionalCheckFailedException failure) {
    set(
        action,
        CancellationReason.builder()
            .code(CONDITION_FAILED)
            .message(failure.getMessage())
            .item(failure.item().orElse(null)));
  }

  /** The action is throttled. */
  public void throttled(int action, DynamoException refused) {
    boolean isOnDemand = refused instanceof ThrottlingException;
    String message = refused.getMessage();
    set(
        action,
        CancellationReason.builder()
            .code(isOnDemand ? THROTTLED_ON_DEMAND : THROTTLED_PROVISIONED)
            .message(message.endsWith(".") ? message.substring(0, message.length() - 1) : message));
  }

  /** Whether something of a transaction was throttled. */
  public static boolean isThrottled(TransactionCanceledException canceled) {
    return canceled.cancellationReasons().stream()
        .map(CancellationReason::code)
        .anyMatch(code -> code.equals(THROTTLED_ON_DEMAND) || code.equals(THROTTLED_PROVISIONED));
  }

  /** Other transactions have the items of these actions under way. */
  public void conflicts(BitSet actions) {
    actions.stream()
        .forEach(action ->
            set(
                action,
                CancellationReason.builder()
                    .code("TransactionConflict")
                    .message(Refusals.ONGOING_TRANSACTION)));
  }

  /** The error of an action that breaks a rule. The other actions are not looked at then. */
  public static TransactionCanceledException invalid(
      int actions, int action, ValidationException broken) {
    return of(actions, action, "ValidationError", broken);
  }

  /** The error of an action that lets its item collection grow too large. */
  public static TransactionCanceledException collectionTooLarge(
      int actions, int action, ItemCollectionSizeLimitExceededException refused) {
    return of(actions, action, "ItemCollectionSizeLimitExceeded", refused);
  }

  /**
   * The error of a transaction of which some actions insert an item, and say of a failed condition
   * that the item is there already.
   *
   * @param inserts the places of these actions
   */
  public static TransactionCanceledException ofInserts(
      TransactionCanceledException canceled, BitSet inserts) {
    Cancellation cancellation = new Cancellation(canceled.cancellationReasons().size());
    for (int i = 0; i < canceled.cancellationReasons().size(); i++) {
      CancellationReason reason = canceled.cancellationReasons().get(i);
      cancellation.reasons.set(
          i,
          inserts.get(i) && reason.code().equals(CONDITION_FAILED)
              ? reason.toBuilder().code("DuplicateItem").message(Refusals.DUPLICATE_ITEM).build()
              : reason);
    }
    return cancellation.error();
  }

  private static TransactionCanceledException of(
      int actions, int action, String code, DynamoException why) {
    Cancellation cancellation = new Cancellation(actions);
    cancellation.set(action, CancellationReason.builder().code(code).message(why.getMessage()));
    return cancellation.error();
  }

  private void set(int action, CancellationReason.Builder reason) {
    reasons.set(action, reason.build());
    empty = false;
  }

  /**
   * Ends the collection of reasons.
   *
   * @throws TransactionCanceledException if there is one
   */
  public void requireEmpty() {
    if (!empty) {
      throw error();
    }
  }

  /** The error with the reasons that there are. */
  public TransactionCanceledException error() {
    return new TransactionCanceledException(
        reasons.stream()
            .map(CancellationReason::code)
            .collect(
                Collectors.joining(
                    ", ",
                    "Transaction cancelled, please refer cancellation reasons for specific reasons [",
                    "]")),
        List.copyOf(reasons));
  }
}
