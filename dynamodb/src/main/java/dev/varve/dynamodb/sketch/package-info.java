/**
 * Which keys weigh most, in little memory.
 *
 * <p>{@link dev.varve.dynamodb.sketch.SpaceSaving} counts keys as they come, for one thread; its
 * {@link dev.varve.dynamodb.sketch.Summary} is immutable and can be merged with others.
 */
package dev.varve.dynamodb.sketch;
