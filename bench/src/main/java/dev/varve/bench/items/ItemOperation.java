package dev.varve.bench.items;

/** An operation of DynamoDB's. */
public enum ItemOperation {
  /** PutItem. */
  PUT("putitem", true, "put any item again, with new content"),
  /** GetItem. */
  GET("getitem", false, "get any item"),
  /** UpdateItem. */
  UPDATE(
      "updateitem",
      true,
      "update five attributes of any item under a condition, which holds in nine of ten updates"),
  /** Query. */
  QUERY(
      "query",
      false,
      "read " + ItemWork.QUERIED + " items of any partition key, from some sort key on"),
  /** BatchWriteItem. */
  BATCH_WRITE(
      "batchwriteitem", true, "put " + ItemWork.BATCH + " items of any partition key at once"),
  /** TransactWriteItems. */
  TRANSACT_WRITE(
      "transactwriteitems",
      true,
      "put "
          + ItemWork.TRANSACTION / 2
          + " items and update "
          + ItemWork.TRANSACTION / 2
          + " others of any partition key in one transaction");

  private final String workload;
  private final boolean writes;
  private final String what;

  ItemOperation(String workload, boolean writes, String what) {
    this.workload = workload;
    this.writes = writes;
    this.what = what;
  }

  String workload() {
    return workload;
  }

  boolean writes() {
    return writes;
  }

  String what() {
    return what;
  }
}
