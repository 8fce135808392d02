package dev.varve.dynamodb.error;

import java.io.Serializable;

/**
 * The part of a wrong expression that has to be written as a placeholder, where that is the fault.
 * The service's messages do not say so; {@link #advice} does, in the words of the embedded API, and
 * other front ends can say it in theirs.
 */
public sealed interface ExpressionHint extends Serializable {
  /**
   * The name of an attribute that is a reserved word, or begins as no name in an expression does.
   *
   * @param text the name as written
   */
  record Name(String text) implements ExpressionHint {}

  /**
   * A value that stands in the expression itself.
   *
   * @param text the value as written: a number, quoted text, true, false or null
   */
  record Value(String text) implements ExpressionHint {}

  /** How to write it. */
  default String advice() {
    return switch (this) {
      case Name(String text) ->
          "write a placeholder such as #n in place of "
              + text
              + ", with name(\"#n\", \""
              + text
              + "\")";
      case Value(String text) ->
          "write a placeholder such as :v in place of " + text + ", with value(\":v\", ...)";
    };
  }
}
