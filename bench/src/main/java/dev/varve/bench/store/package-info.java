/**
 * The stores that are measured, behind one interface: an adapter for each of them.
 *
 * <p>A {@link dev.varve.bench.store.Store} is for any number of threads, a {@link
 * dev.varve.bench.store.Session} for one.
 */
package dev.varve.bench.store;
