package dev.varve.protocol;

import java.net.InetAddress;
import java.util.Optional;

/**
 * Who is at the other end of the connection by which a request came: the client, or a proxy before
 * it.
 *
 * @param address empty where there is no network
 * @param encrypted whether nobody on the way can read and change what is sent
 */
public record Peer(Optional<InetAddress> address, boolean encrypted) {
  /** Nobody: the request came by no connection. */
  public static final Peer NONE = new Peer(Optional.empty(), false);
}
