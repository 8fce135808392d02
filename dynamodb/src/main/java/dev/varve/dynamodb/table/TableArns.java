package dev.varve.dynamodb.table;

/** The ARNs of tables, and the names in them. */
public final class TableArns {
  private static final String PREFIX = "arn:aws:dynamodb:";
  private static final String RESOURCE = ":table/";

  private TableArns() {}

  /** The ARN of a table in a region and an account. */
  public static String of(String region, String account, String table) {
    return PREFIX + region + ":" + account + RESOURCE + table;
  }

  /** The table's name in its ARN, whatever the region and account; a name as it is. */
  public static String name(String nameOrArn) {
    if (!nameOrArn.startsWith(PREFIX)) {
      return nameOrArn;
    }
    int start = nameOrArn.indexOf(RESOURCE);
    if (start < 0) {
      return nameOrArn;
    }
    int end = nameOrArn.indexOf('/', start + RESOURCE.length());
    return nameOrArn.substring(start + RESOURCE.length(), end < 0 ? nameOrArn.length() : end);
  }
}
