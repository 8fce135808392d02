/**
 * The AWS SDK for Java over an embedded database, in the process and without sockets.
 *
 * <p>{@link dev.varve.sdk.EmbeddedDynamoDb} makes the clients. They are the SDK's own: only what
 * would send a request over the network is replaced, by something that answers it here. So
 * paginators, waiters, interceptors, retries, metrics and the enhanced client are the SDK's, and an
 * application cannot tell the difference but by time.
 *
 * <p>For any number of threads.
 */
package dev.varve.sdk;
