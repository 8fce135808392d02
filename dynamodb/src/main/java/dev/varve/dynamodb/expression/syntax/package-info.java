/**
 * The syntax of DynamoDB's expression language: text to tree, without names and values.
 *
 * <p>{@link dev.varve.dynamodb.expression.syntax.Lexer} cuts the text into tokens, {@link
 * dev.varve.dynamodb.expression.syntax.Parser} builds a tree out of them and checks all that the
 * text alone decides (syntax, operator count, redundant parentheses, unknown and misplaced
 * functions, reserved words, repeated sections). The trees ({@link
 * dev.varve.dynamodb.expression.syntax.ConditionNode}, {@link
 * dev.varve.dynamodb.expression.syntax.UpdateNode}, {@link
 * dev.varve.dynamodb.expression.syntax.ProjectionNode}) still hold the placeholders {@code #name}
 * and {@code :value} and so depend on nothing but the text: they may be cached by it.
 *
 * <p>Trees are immutable and safe to share between threads; a lexer or parser works for one call.
 */
package dev.varve.dynamodb.expression.syntax;
