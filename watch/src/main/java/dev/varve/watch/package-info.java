/**
 * What an operator sees of a running server.
 *
 * <p>{@link dev.varve.watch.Metrics}, {@link dev.varve.watch.AccessLog} and {@link
 * dev.varve.watch.CallEvents} hear of every call, {@link dev.varve.watch.CallListeners} hands it to
 * all of them. {@link dev.varve.watch.WatchPages} are the pages that monitoring asks for.
 *
 * <p>All types are for any number of threads.
 */
package dev.varve.watch;
