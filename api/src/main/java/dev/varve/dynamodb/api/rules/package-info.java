/**
 * The constraints of the service's model on requests: lengths, ranges, patterns, sets of values.
 *
 * <p>{@link dev.varve.dynamodb.api.rules.Findings} collects what breaks one and has the service's
 * words for it; the other classes are made from the model, one for each structure.
 */
package dev.varve.dynamodb.api.rules;
