package dev.varve.dynamodb.insights;

/** What contributor insights count, by the rules that the service makes. */
public enum InsightRule {
  /** The capacity units that were consumed, by partition key. */
  ACCESSED_PARTITION_KEYS("PKC", true, false),
  /** The capacity units that were consumed, by partition and sort key; not by Query and Scan. */
  ACCESSED_KEYS("SKC", true, true),
  /** How often something was throttled, by partition key. */
  THROTTLED_PARTITION_KEYS("PKT", false, false),
  /** How often something was throttled, by partition and sort key; not of Query and Scan. */
  THROTTLED_KEYS("SKT", false, true);

  private final String code;
  private final boolean accessed;
  private final boolean sorted;

  InsightRule(String code, boolean accessed, boolean sorted) {
    this.code = code;
    this.accessed = accessed;
    this.sorted = sorted;
  }

  /** The three letters that the rule's name has in the service. */
  public String code() {
    return code;
  }

  /** Whether it counts what was accessed, and not what was throttled. */
  public boolean countsAccess() {
    return accessed;
  }

  /** Whether it tells sort keys apart, which there have to be. */
  public boolean hasSortKey() {
    return sorted;
  }
}
