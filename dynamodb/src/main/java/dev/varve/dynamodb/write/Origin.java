package dev.varve.dynamodb.write;

/** Who changes an item. */
public enum Origin {
  /** Somebody who sent a request. */
  USER,
  /** The database itself, which deletes an item that has expired. */
  SERVICE
}
