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
}
