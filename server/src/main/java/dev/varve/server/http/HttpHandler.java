package dev.varve.server.http;

import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.ApiResponse;
import dev.varve.protocol.Begun;

/** Answers requests. For any number of threads. */
public interface HttpHandler {
  /** Where a request is answered. Called by an event loop; must not wait. */
  RunsOn place(ApiRequest request);

  /** Answers a request, in a thread that may wait. Whatever goes wrong should be an answer, too. */
  ApiResponse answer(ApiRequest request);

  /**
   * Answers a request in an event loop, or leaves what there is to wait for at the end.
   *
   * @throws dev.varve.io.WouldWait if it would have to wait before: then a worker is asked the same
   */
  default Begun begin(ApiRequest request) {
    return new Begun.Answered(answer(request));
  }
}
