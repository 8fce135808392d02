package dev.varve.dynamodb.token;

/** The operations that know tokens; each has tokens of its own. */
public enum TokenSpace {
  TRANSACT_WRITE_ITEMS(1),
  EXECUTE_TRANSACTION(2);

  private final int code;

  TokenSpace(int code) {
    this.code = code;
  }

  /** Stored in keys: never renumber. */
  int code() {
    return code;
  }
}
