package dev.varve.protocol;

/**
 * A request as it came, whole.
 *
 * @param method such as POST
 * @param uri the path and the query, as sent
 * @param headers its header fields
 * @param body as sent: compressed if it was sent so. Not copied; nobody changes it
 * @param peer where it came from
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ApiRequest(String method, String uri, Headers headers, byte[] body, Peer peer) {
  /** A request that came by no connection. */
  public ApiRequest(String method, String uri, Headers headers, byte[] body) {
    this(method, uri, headers, body, Peer.NONE);
  }
}
