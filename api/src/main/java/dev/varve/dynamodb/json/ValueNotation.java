package dev.varve.dynamodb.json;

/** How the values of attributes stand in JSON. */
public enum ValueNotation {
  /** As DynamoDB takes and gives them, {@code {"S":"Bern"}}, and nothing else. */
  DYNAMODB,

  /**
   * As files have them that other programs wrote: like {@link #DYNAMODB}, but the types may be in
   * lower or mixed case, {@code {"s":"Bern"}}, {@code {"sS":["a"]}}, {@code {"nULLValue":true}},
   * and numbers may be JSON's, {@code {"N":5}}.
   */
  TOLERANT,

  /**
   * As plain JSON, {@code "Bern"}: what the document clients of the AWS SDKs make of it. A string
   * is S, a number N, a boolean BOOL, null NULL, an array L, an object M.
   */
  PLAIN
}
