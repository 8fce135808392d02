package dev.varve.dynamodb.changes;

/**
 * Which items a log keeps beside their keys.
 *
 * @param before as they were
 * @param after as they became
 */
public record Images(boolean before, boolean after) {}
