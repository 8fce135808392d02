package dev.varve.dynamodb.expression.syntax;

/** The comparators of conditions. */
public enum Comparator {
  EQUAL("="),
  NOT_EQUAL("<>"),
  LESS("<"),
  LESS_OR_EQUAL("<="),
  GREATER(">"),
  GREATER_OR_EQUAL(">=");

  private final String symbol;

  Comparator(String symbol) {
    this.symbol = symbol;
  }

  /** As written in an expression. */
  public String symbol() {
    return symbol;
  }

  /** Whether this needs operands that have an order: all but {@code =} and {@code <>}. */
  public boolean isOrdering() {
    return this != EQUAL && this != NOT_EQUAL;
  }

  /** The comparator {@code c} for which {@code b c a} means {@code a this b}. */
  public Comparator mirrored() {
    return switch (this) {
      case EQUAL, NOT_EQUAL -> this;
      case LESS -> GREATER;
      case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
      case GREATER -> LESS;
      case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
    };
  }
}
