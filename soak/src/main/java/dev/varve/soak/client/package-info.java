/**
 * A client process of the server's soak: threads that write and read lanes of keys by HTTP, each
 * over connections of its own, misbehave on purpose now and then, and check every answer.
 *
 * <p>{@link dev.varve.soak.client.ClientMain} is the entry; {@link dev.varve.soak.client.Wire} is
 * DynamoDB as the server behind an address gives it.
 */
package dev.varve.soak.client;
