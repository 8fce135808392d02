package dev.varve.server;

import dev.varve.dynamodb.api.json.Operation;
import dev.varve.dynamodb.api.json.Operations;
import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.Protocol;
import dev.varve.server.http.RunsOn;

/**
 * Decides which thread answers a request. The thread that read it is the quickest, and must not
 * wait: it serves other connections too. So it takes reads of few items, where the database says
 * that its reads never wait, and workers take all else.
 *
 * <p>What remains is a read of a page that is not in memory, which then holds up the connections of
 * one event loop for the time of a device's read.
 */
final class Placement {
  /** Longer requests take long to read, compressed ones perhaps. */
  private static final int SHORT_BYTES = 16 << 10;

  private final boolean readsNeverWait;

  Placement(boolean readsNeverWait) {
    this.readsNeverWait = readsNeverWait;
  }

  /** Where a request of the protocol is answered. */
  RunsOn of(ApiRequest request) {
    Operation<?, ?> operation = Protocol.operation(request);
    if (operation == null) {
      return isShort(request) ? RunsOn.EVENT_LOOP : RunsOn.WORKER; // an error, or the health text
    }
    boolean quick = operation.equals(Operations.GET_ITEM) || operation.equals(Operations.QUERY);
    return quick && readsNeverWait && isShort(request) ? RunsOn.EVENT_LOOP : RunsOn.WORKER;
  }

  private static boolean isShort(ApiRequest request) {
    return request.body().length <= SHORT_BYTES
        && request.headers().value("Content-Encoding") == null;
  }
}
