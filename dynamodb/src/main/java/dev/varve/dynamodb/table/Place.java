package dev.varve.dynamodb.table;

/**
 * Where a database says that it is: what stands in the ARNs of its tables.
 *
 * @param region for example {@code us-east-1}
 * @param account twelve digits
 */
public record Place(String region, String account) {
  /** The ARN of a table. */
  public String tableArn(String table) {
    return TableArns.of(region, account, table);
  }

  /** The ARN that answers name for what imports say of broken rows. */
  public String importLogArn() {
    return "arn:aws:logs:" + region + ":" + account + ":log-group:/aws-dynamodb/imports:*";
  }

  /**
   * The ARN of a key that encrypts.
   *
   * @param key its ARN or its id
   */
  public String keyArn(String key) {
    return key.startsWith("arn:") ? key : "arn:aws:kms:" + region + ":" + account + ":key/" + key;
  }
}
