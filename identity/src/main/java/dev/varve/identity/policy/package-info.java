/**
 * IAM policies: {@link dev.varve.identity.policy.Policy} reads one, once, into a small tree, and
 * decides about an action on a resource by what {@link dev.varve.identity.policy.Facts} tell of the
 * request. It knows nothing of DynamoDB.
 *
 * <p>All types are immutable and may be used by any number of threads.
 */
package dev.varve.identity.policy;
