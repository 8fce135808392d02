package dev.varve.server.http;

import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.ApiResponse;

/** Answers requests. For any number of threads. */
public interface HttpHandler {
  /** Where a request is answered. Called by an event loop; must not wait. */
  RunsOn place(ApiRequest request);

  /**
   * Answers a request. Whatever goes wrong should be an answer, too.
   *
   * @throws dev.varve.io.WouldWait in an event loop, if it would have to wait: then a worker is
   *     asked the same
   */
  ApiResponse answer(ApiRequest request);
}
