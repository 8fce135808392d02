package dev.varve.dynamodb.expression.syntax;

import java.util.Optional;

/** The functions of the language. Their names are case-sensitive. */
public enum Function {
  ATTRIBUTE_EXISTS("attribute_exists", 1, Role.CONDITION),
  ATTRIBUTE_NOT_EXISTS("attribute_not_exists", 1, Role.CONDITION),
  ATTRIBUTE_TYPE("attribute_type", 2, Role.CONDITION),
  BEGINS_WITH("begins_with", 2, Role.CONDITION),
  CONTAINS("contains", 2, Role.CONDITION),
  SIZE("size", 1, Role.OPERAND),
  IF_NOT_EXISTS("if_not_exists", 2, Role.UPDATE),
  LIST_APPEND("list_append", 2, Role.UPDATE);

  /** Where a function may stand. */
  public enum Role {
    /** As a condition. */
    CONDITION,
    /** As an operand in a condition. */
    OPERAND,
    /** As an operand in {@code SET}. */
    UPDATE
  }

  private final String text;
  private final int operandCount;
  private final Role role;

  Function(String text, int operandCount, Role role) {
    this.text = text;
    this.operandCount = operandCount;
    this.role = role;
  }

  /** The function called {@code text}. */
  public static Optional<Function> named(String text) {
    for (Function function : values()) {
      if (function.text.equals(text)) {
        return Optional.of(function);
      }
    }
    return Optional.empty();
  }

  /** The name as written in an expression. */
  public String text() {
    return text;
  }

  /** How many operands it takes. */
  public int operandCount() {
    return operandCount;
  }

  /** Where it may stand. */
  public Role role() {
    return role;
  }
}
