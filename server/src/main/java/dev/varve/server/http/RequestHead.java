package dev.varve.server.http;

import dev.varve.protocol.Headers;

/**
 * What stands before the body of a request.
 *
 * @param uri the path and the query, as sent
 * @param keepAlive whether the connection stays for another request
 * @param oldVersion whether it is HTTP/1.0, whose clients are told that the connection stays
 * @param bodyBytes how long the body is; {@link #CHUNKED} if only its end will tell
 * @param expectsContinue whether the client waits for leave to send the body
 */
record RequestHead(
    String method,
    String uri,
    Headers headers,
    boolean keepAlive,
    boolean oldVersion,
    int bodyBytes,
    boolean expectsContinue) {
  /** The body comes in chunks. */
  static final int CHUNKED = -1;
}
