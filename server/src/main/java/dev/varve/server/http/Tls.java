package dev.varve.server.http;

import io.netty.handler.ssl.SslContext;

/** Encryption of new connections. For any number of threads. */
@FunctionalInterface
public interface Tls {
  /** What a connection that begins now is encrypted with. */
  SslContext current();
}
