/**
 * AWS Signature Version 4: {@link dev.varve.identity.signature.Authorization} reads what a request
 * says of its signature, {@link dev.varve.identity.signature.Signatures} checks it. Checks come in
 * the service's order and in its words.
 *
 * <p>{@code Signatures} may be used by any number of threads; all other types are immutable or
 * stateless.
 */
package dev.varve.identity.signature;
