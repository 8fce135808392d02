/**
 * Servers that speak DynamoDB's protocol under measurement: each in a process of its own, asked by
 * a lean client over raw connections.
 *
 * <p>{@link dev.varve.bench.http.HttpStores} lists them, {@link dev.varve.bench.http.HttpWork} is
 * what is asked, {@link dev.varve.bench.http.Generator} asks it. All connections of a generator
 * belong to one thread.
 */
package dev.varve.bench.http;
