package dev.varve.dynamodb.error;

/** The name is taken, or the resource is changing. */
public final class ResourceInUseException extends DynamoException {
  private static final long serialVersionUID = 1L;

  private ResourceInUseException(String message) {
    super(message);
  }

  /** A table of this name exists already. */
  public static ResourceInUseException tableExists(String tableName) {
    return new ResourceInUseException("Table already exists: " + tableName);
  }

  /**
   * A table of this name exists and is another than the one that was defined.
   *
   * @param part where they differ
   * @param present the table's part
   * @param defined the definition's part
   */
  public static ResourceInUseException tableDiffers(
      String tableName, String part, String present, String defined) {
    return new ResourceInUseException(
        "Table already exists: "
            + tableName
            + ", and its "
            + part
            + " is "
            + present
            + ", where the definition has "
            + defined);
  }
}
