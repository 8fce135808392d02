package dev.varve.server;

import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.ApiResponse;
import java.io.IOException;

/** Answers requests that are none of the protocol's. For any number of threads. */
@FunctionalInterface
public interface Route {
  /**
   * Answers a request, in a thread of its own.
   *
   * @throws IOException if it cannot; the client is told that the server failed
   */
  ApiResponse answer(ApiRequest request) throws IOException;
}
