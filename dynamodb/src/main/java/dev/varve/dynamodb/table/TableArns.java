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

  /** The ARN of an index of the table with an ARN. */
  public static String ofIndex(String tableArn, String index) {
    return tableArn + "/index/" + index;
  }

  /** The ARN of a stream of the table with an ARN. */
  public static String ofStream(String tableArn, String label) {
    return tableArn + "/stream/" + label;
  }

  /** Whether this is the ARN of a table, and not of something that belongs to one. */
  public static boolean isOfTable(String arn) {
    int start = arn.startsWith(PREFIX) ? arn.indexOf(RESOURCE) : -1;
    return start >= 0
        && start + RESOURCE.length() < arn.length()
        && arn.indexOf('/', start + RESOURCE.length()) < 0;
  }

  /** Whether this is the ARN of a table's stream. */
  public static boolean isOfStream(String arn) {
    int start = arn.startsWith(PREFIX) ? arn.indexOf(RESOURCE) : -1;
    int end = start < 0 ? -1 : arn.indexOf('/', start + RESOURCE.length());
    return end > start + RESOURCE.length() && arn.startsWith("/stream/", end);
  }

  /** Whether this is the ARN of a table or of something that belongs to one. */
  public static boolean isOfTableOrPart(String arn) {
    return arn.startsWith(PREFIX) && arn.contains(RESOURCE);
  }
}
