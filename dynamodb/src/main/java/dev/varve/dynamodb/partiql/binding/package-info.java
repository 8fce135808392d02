/**
 * Statements with their parameters, on the way to the plans and mutations of the operations.
 *
 * <p>The condition and the changes of a statement become the trees of condition and update
 * expressions, with placeholders for all their names and values, and are bound as those: so a
 * statement means what the expressions of GetItem, Query, Scan, UpdateItem and DeleteItem mean.
 * {@link dev.varve.dynamodb.partiql.binding.KeySearch} finds which keys a bound condition allows.
 *
 * <p>Everything here belongs to one request, or is immutable.
 */
package dev.varve.dynamodb.partiql.binding;
