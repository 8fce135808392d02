package dev.varve.sdk.junit;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Fills a database once, with what many tests begin with; each of them has a copy then. A class
 * that {@link VarveTest#prepared} names needs a constructor without parameters.
 */
@FunctionalInterface
public interface StorePreparation {
  /**
   * Makes tables and puts items.
   *
   * @param client of an empty database; closed afterwards
   */
  void prepare(DynamoDbClient client) throws Exception;

  /** Leaves the database empty. */
  final class None implements StorePreparation {
    /** For the extension. */
    public None() {}

    @Override
    public void prepare(DynamoDbClient client) {
      // Nothing is to be there.
    }
  }
}
