/**
 * Capacity units: what the service would bill a request for.
 *
 * <p>{@link dev.varve.dynamodb.capacity.CapacityUnits} is the published arithmetic, from sizes to
 * units, and nothing else. A handler whose request asks for its capacity makes a {@link
 * dev.varve.dynamodb.capacity.Consumption}, adds what it reads and writes, and takes the members of
 * the answer from there; one whose request does not ask has none, and pays nothing.
 *
 * <p>A {@code Consumption} belongs to one request; the arithmetic is pure.
 */
package dev.varve.dynamodb.capacity;
