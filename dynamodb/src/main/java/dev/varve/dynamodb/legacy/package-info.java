/**
 * The parameters that are older than expressions: {@code Expected}, {@code AttributeUpdates},
 * {@code QueryFilter}, {@code ScanFilter}, {@code ConditionalOperator}, {@code KeyConditions} and
 * {@code AttributesToGet}. Each has rules and messages of its own and becomes what an expression
 * becomes: a {@link dev.varve.dynamodb.expression.Condition}, an {@link
 * dev.varve.dynamodb.expression.Update}, {@link dev.varve.dynamodb.expression.KeyConditionTerms} or
 * a {@link dev.varve.dynamodb.expression.Projection}. So there is one evaluation of each.
 *
 * <p>All names are of top-level attributes; a dot in one is part of the name. A parameter that is
 * absent costs nothing.
 */
package dev.varve.dynamodb.legacy;
