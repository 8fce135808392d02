/**
 * The soak of the server: starts it, has client processes load it and kills some of them and the
 * server itself, and looks what it holds when nobody asks.
 *
 * <p>{@link dev.varve.soak.server.ServerSoak} is the course of it.
 */
package dev.varve.soak.server;
