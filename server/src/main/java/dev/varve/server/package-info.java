/**
 * The server: {@link dev.varve.server.VarveServer} joins databases ({@link
 * dev.varve.server.DatabaseSet}), the protocol and HTTP, and {@link dev.varve.server.ServerMain} is
 * its command.
 *
 * <p>All classes are for any number of threads where they do not say otherwise.
 */
package dev.varve.server;
