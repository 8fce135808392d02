/**
 * PartiQL for those who look at a statement and do not carry it out, such as an access control:
 * what it is about, by the parser of those who do.
 *
 * <p>Immutable.
 */
package dev.varve.dynamodb.partiql;
