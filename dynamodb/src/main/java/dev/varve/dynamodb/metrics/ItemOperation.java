package dev.varve.dynamodb.metrics;

/** The operations that have metrics of their own: those on items, and the reads of streams. */
public enum ItemOperation {
  PUT_ITEM("PutItem"),
  GET_ITEM("GetItem"),
  UPDATE_ITEM("UpdateItem"),
  DELETE_ITEM("DeleteItem"),
  QUERY("Query"),
  SCAN("Scan"),
  BATCH_GET_ITEM("BatchGetItem"),
  BATCH_WRITE_ITEM("BatchWriteItem"),
  TRANSACT_GET_ITEMS("TransactGetItems"),
  TRANSACT_WRITE_ITEMS("TransactWriteItems"),
  EXECUTE_STATEMENT("ExecuteStatement"),
  BATCH_EXECUTE_STATEMENT("BatchExecuteStatement"),
  EXECUTE_TRANSACTION("ExecuteTransaction"),
  GET_RECORDS("GetRecords");

  private final String text;

  ItemOperation(String text) {
    this.text = text;
  }

  /** The operation's name in the service. */
  public String text() {
    return text;
  }

  /**
   * The operation of a name.
   *
   * @throws IllegalArgumentException if no operation that has metrics has it
   */
  public static ItemOperation of(String text) {
    for (ItemOperation operation : values()) {
      if (operation.text.equals(text)) {
        return operation;
      }
    }
    throw new IllegalArgumentException("no operation with metrics: " + text);
  }
}
