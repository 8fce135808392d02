/**
 * HTTP/1.1 on Netty, as much of it as DynamoDB's clients need: {@link
 * dev.varve.server.http.HttpServer} takes connections, reads whole requests within limits, has them
 * answered by an {@link dev.varve.server.http.HttpHandler}, and writes the answers in order. It
 * knows nothing of tables.
 *
 * <p>What is ambiguous in a request is refused rather than guessed: proxies in front of the server
 * may guess otherwise.
 *
 * <p>A connection's classes belong to its event loop; each says where it is otherwise.
 */
package dev.varve.server.http;
