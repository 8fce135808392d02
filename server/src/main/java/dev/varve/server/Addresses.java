package dev.varve.server;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/** Addresses as people and clients write them. */
final class Addresses {
  private Addresses() {}

  /**
   * Where clients of this machine reach a server.
   *
   * @param host what it listens at
   */
  static URI endpoint(boolean tls, String host, int port) {
    String name =
        switch (host) {
          case "0.0.0.0" -> "127.0.0.1";
          case "::", "0:0:0:0:0:0:0:0" -> "[::1]";
          default -> host.contains(":") ? "[" + host + "]" : host;
        };
    return URI.create((tls ? "https://" : "http://") + name + ":" + port);
  }

  /** Whether only this machine reaches an address; false if there is no such host. */
  static boolean isLoopback(String host) {
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (!address.isLoopbackAddress()) {
          return false;
        }
      }
      return true;
    } catch (UnknownHostException _) {
      return false;
    }
  }
}
