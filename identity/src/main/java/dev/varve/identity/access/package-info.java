/**
 * What a request wants: {@link dev.varve.identity.access.Accesses} lists, for every operation, the
 * actions on tables, indexes and streams that it consists of, and with each the keys, attributes
 * and parameters that policies may ask for. It looks at the request alone and opens no table.
 *
 * <p>All types are immutable; what an access tells of expressions is found when it is asked for.
 */
package dev.varve.identity.access;
