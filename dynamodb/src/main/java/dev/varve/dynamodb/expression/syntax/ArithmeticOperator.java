package dev.varve.dynamodb.expression.syntax;

/** The operators of {@code SET}. */
public enum ArithmeticOperator {
  PLUS("+"),
  MINUS("-");

  private final String symbol;

  ArithmeticOperator(String symbol) {
    this.symbol = symbol;
  }

  /** As written in an expression. */
  public String symbol() {
    return symbol;
  }
}
