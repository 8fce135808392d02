/**
 * The operations of DynamoDB as Java: {@link dev.varve.dynamodb.api.DynamoDb} has a method for
 * each, with a record for its request and one for its answer, in the service's names. Made from the
 * service's model when this module is built; only what has no model is written by hand.
 *
 * <p>In a request, and in a structure that answers share with requests, a member that is absent is
 * null. In an answer it is an empty {@code Optional}, list or map. All types are immutable, but for
 * the builders, which are for one thread.
 */
package dev.varve.dynamodb.api;
