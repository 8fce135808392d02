/**
 * DynamoDB's expression language: conditions, filters, key conditions, updates and projections.
 *
 * <p>The way of an expression: {@link dev.varve.dynamodb.expression.syntax.Parser} turns its text
 * into a tree, which {@link dev.varve.dynamodb.expression.ExpressionCache} keeps; {@link
 * dev.varve.dynamodb.expression.Expressions} puts the names and values of one request into it,
 * checks it, and gives a {@link dev.varve.dynamodb.expression.Condition}, {@link
 * dev.varve.dynamodb.expression.Update} or {@link dev.varve.dynamodb.expression.Projection}; these
 * are evaluated by {@link dev.varve.dynamodb.expression.ConditionEvaluator}, {@link
 * dev.varve.dynamodb.expression.UpdateApplier} and themselves on an {@link
 * dev.varve.dynamodb.expression.AttributeLookup}. {@link
 * dev.varve.dynamodb.expression.KeyConditionTerms} finds the keys that a Query reads.
 *
 * <p>Everything is immutable and safe to share between threads, except {@code Expressions}, which
 * belongs to the request; the cache is made for many threads.
 */
package dev.varve.dynamodb.expression;
