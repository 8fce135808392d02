package dev.varve.dynamodb.metrics;

/**
 * The metrics, by the service's names. Each is of a table, of a table or one of its global indexes,
 * of an index alone, of an operation on a table, or of the whole database.
 */
public enum Metric {
  /** Read units that were consumed, request by request. */
  CONSUMED_READ_CAPACITY_UNITS("ConsumedReadCapacityUnits", Scope.TABLE_OR_INDEX),
  /** Write units that were consumed, item by item. */
  CONSUMED_WRITE_CAPACITY_UNITS("ConsumedWriteCapacityUnits", Scope.TABLE_OR_INDEX),
  /** Provisioned read units in a second, told once a minute. */
  PROVISIONED_READ_CAPACITY_UNITS("ProvisionedReadCapacityUnits", Scope.TABLE_OR_INDEX),
  /** Provisioned write units in a second, told once a minute. */
  PROVISIONED_WRITE_CAPACITY_UNITS("ProvisionedWriteCapacityUnits", Scope.TABLE_OR_INDEX),
  /** The most read units that were set for a table on demand, told once a minute. */
  ON_DEMAND_MAX_READ_REQUEST_UNITS("OnDemandMaxReadRequestUnits", Scope.TABLE_OR_INDEX),
  /** The most write units that were set for a table on demand, told once a minute. */
  ON_DEMAND_MAX_WRITE_REQUEST_UNITS("OnDemandMaxWriteRequestUnits", Scope.TABLE_OR_INDEX),
  /** Reads that were throttled, alone or as parts of a request. */
  READ_THROTTLE_EVENTS("ReadThrottleEvents", Scope.TABLE_OR_INDEX),
  /** Writes that were throttled, alone or as parts of a request. */
  WRITE_THROTTLE_EVENTS("WriteThrottleEvents", Scope.TABLE_OR_INDEX),
  /** Of the reads that were throttled those that exceeded the provisioned units. */
  READ_PROVISIONED_THROUGHPUT_THROTTLE_EVENTS(
      "ReadProvisionedThroughputThrottleEvents", Scope.TABLE_OR_INDEX),
  /** Of the writes that were throttled those that exceeded the provisioned units. */
  WRITE_PROVISIONED_THROUGHPUT_THROTTLE_EVENTS(
      "WriteProvisionedThroughputThrottleEvents", Scope.TABLE_OR_INDEX),
  /**
   * Of the reads that were throttled those that exceeded what a partition, or its growth, gives.
   */
  READ_KEY_RANGE_THROUGHPUT_THROTTLE_EVENTS(
      "ReadKeyRangeThroughputThrottleEvents", Scope.TABLE_OR_INDEX),
  /** Of the writes that were throttled those that exceeded what a partition gives. */
  WRITE_KEY_RANGE_THROUGHPUT_THROTTLE_EVENTS(
      "WriteKeyRangeThroughputThrottleEvents", Scope.TABLE_OR_INDEX),
  /** Of the reads that were throttled those that exceeded the most that was set on demand. */
  READ_MAX_ON_DEMAND_THROUGHPUT_THROTTLE_EVENTS(
      "ReadMaxOnDemandThroughputThrottleEvents", Scope.TABLE_OR_INDEX),
  /** Of the writes that were throttled those that exceeded the most that was set on demand. */
  WRITE_MAX_ON_DEMAND_THROUGHPUT_THROTTLE_EVENTS(
      "WriteMaxOnDemandThroughputThrottleEvents", Scope.TABLE_OR_INDEX),
  /** Conditions of writes that were false. */
  CONDITIONAL_CHECK_FAILED_REQUESTS("ConditionalCheckFailedRequests", Scope.TABLE),
  /** Items that a request could not have since a transaction had them; request by request. */
  TRANSACTION_CONFLICT("TransactionConflict", Scope.TABLE),
  /** Items that were deleted since they had expired. */
  TIME_TO_LIVE_DELETED_ITEM_COUNT("TimeToLiveDeletedItemCount", Scope.TABLE),
  /** How much of an index that is being built is there, in percent. */
  ONLINE_INDEX_PERCENTAGE_PROGRESS("OnlineIndexPercentageProgress", Scope.INDEX),
  /** Write units that the build of an index consumed. */
  ONLINE_INDEX_CONSUMED_WRITE_CAPACITY("OnlineIndexConsumedWriteCapacity", Scope.INDEX),
  /** How long requests took that were answered without an error, in milliseconds. */
  SUCCESSFUL_REQUEST_LATENCY("SuccessfulRequestLatency", Scope.OPERATION),
  /** Requests that were refused since something of them was throttled. */
  THROTTLED_REQUESTS("ThrottledRequests", Scope.OPERATION),
  /** Requests that failed by a fault of the database or its machine. */
  SYSTEM_ERRORS("SystemErrors", Scope.OPERATION),
  /** How many items a page of a Query, a Scan or a SELECT has. */
  RETURNED_ITEM_COUNT("ReturnedItemCount", Scope.OPERATION),
  /** How many bytes an answer of GetRecords has, as the service counts those of items. */
  RETURNED_BYTES("ReturnedBytes", Scope.OPERATION),
  /** How many records an answer of GetRecords has. */
  RETURNED_RECORDS_COUNT("ReturnedRecordsCount", Scope.OPERATION),
  /**
   * Requests that were refused by a fault of the caller's, but for false conditions and throttling.
   */
  USER_ERRORS("UserErrors", Scope.DATABASE);

  /** What a metric is of. */
  public enum Scope {
    /** A table. */
    TABLE,
    /** A table, with its local indexes, or a global index. */
    TABLE_OR_INDEX,
    /** A global index. */
    INDEX,
    /** An operation on a table. */
    OPERATION,
    /** The whole database: the account, in the service. */
    DATABASE
  }

  private final String text;
  private final Scope scope;

  Metric(String text, Scope scope) {
    this.text = text;
    this.scope = scope;
  }

  /** The metric's name in the service. */
  public String text() {
    return text;
  }

  /** What the metric is of. */
  public Scope scope() {
    return scope;
  }

  /**
   * The metric of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Metric of(String text) {
    for (Metric metric : values()) {
      if (metric.text.equals(text)) {
        return metric;
      }
    }
    throw new IllegalArgumentException("no metric: " + text);
  }
}
