package dev.varve.dynamodb.error;

/** The table does not exist. */
public final class ResourceNotFoundException extends DynamoException {
  private static final long serialVersionUID = 1L;

  private ResourceNotFoundException(String message) {
    super(message);
  }

  /** The error of operations on items, which does not name the table. */
  public static ResourceNotFoundException forItems() {
    return new ResourceNotFoundException("Requested resource not found");
  }

  /** The error of operations on the table itself. */
  public static ResourceNotFoundException forTable(String tableName) {
    return new ResourceNotFoundException(
        "Requested resource not found: Table: " + tableName + " not found");
  }
}
