/**
 * Who calls, and what he may do. Two gates: {@link dev.varve.identity.OpenGate} lets everybody do
 * everything; {@link dev.varve.identity.SigningGate} wants a valid signature and a policy that
 * allows the request.
 *
 * <p>Gates may be used by any number of threads.
 */
package dev.varve.identity;
