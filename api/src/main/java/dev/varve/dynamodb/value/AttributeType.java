package dev.varve.dynamodb.value;

/**
 * The type of a value. The names are DynamoDB's own, as they stand in its JSON and in {@code
 * attribute_type}.
 */
public enum AttributeType {
  /** String. */
  S("STRING"),
  /** Number. */
  N("NUMBER"),
  /** Binary. */
  B("BINARY"),
  /** Boolean. */
  BOOL("BOOLEAN"),
  /** Null. */
  NULL("NULL"),
  /** Set of strings. */
  SS("STRING_SET"),
  /** Set of numbers. */
  NS("NUMBER_SET"),
  /** Set of binaries. */
  BS("BINARY_SET"),
  /** List. */
  L("LIST"),
  /** Map. */
  M("MAP");

  private final String longName;

  AttributeType(String longName) {
    this.longName = longName;
  }

  /** The long name that some error messages use, e.g. {@code STRING}. */
  public String longName() {
    return longName;
  }

  /** Whether a key may have this type: S, N and B. */
  public boolean isKeyType() {
    return this == S || this == N || this == B;
  }
}
