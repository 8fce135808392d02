package dev.varve.dynamodb.table;

import dev.varve.dynamodb.error.ValidationException;
import java.util.regex.Pattern;

/** DynamoDB's rules for the name of a table. */
public final class TableName {
  private static final int MIN_LENGTH = 3;
  private static final int MAX_LENGTH = 255;
  private static final Pattern PATTERN = Pattern.compile("[a-zA-Z0-9_.-]+");

  private TableName() {}

  /**
   * Checks the name of a table that is to be created.
   *
   * @throws ValidationException if no table may have it
   */
  public static void checkDefined(String name) {
    check(name, MIN_LENGTH);
  }

  private static void check(String name, int minLength) {
    String constraint;
    if (name.length() < minLength) {
      constraint = "Member must have length greater than or equal to " + minLength;
    } else if (name.length() > MAX_LENGTH) {
      constraint = "Member must have length less than or equal to " + MAX_LENGTH;
    } else if (!PATTERN.matcher(name).matches()) {
      constraint = "Member must satisfy regular expression pattern: " + PATTERN;
    } else {
      return;
    }
    throw ValidationException.constraint(name, "tableName", constraint);
  }
}
