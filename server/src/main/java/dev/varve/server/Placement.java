package dev.varve.server;

import dev.varve.dynamodb.api.json.Operation;
import dev.varve.dynamodb.api.json.Operations;
import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.Protocol;
import dev.varve.server.http.RunsOn;
import java.util.Set;

/**
 * Decides which thread answers a request. The thread that read it is the quickest, and must not
 * wait: it serves other connections too. So it takes what works on one item or a few, and takes it
 * only while the databases have their items in memory; where a write is answered when it is on
 * storage, another thread waits for that. Workers take all else.
 *
 * <p>That is a guess, made before the request is read. Where it is wrong, since the answer shows a
 * write that is on its way to storage, or writers are held up, or the page is long, the call throws
 * {@link dev.varve.io.WouldWait} and a worker makes it again. What remains is a read of a page that
 * is not in memory although hardly any is missing: it holds up the connections of one event loop
 * for the time of a device's read.
 */
final class Placement {
  /** Longer requests take long to read, compressed ones perhaps. */
  private static final int SHORT_BYTES = 16 << 10;

  private static final Set<String> QUICK =
      Set.of(
          Operations.GET_ITEM.name(),
          Operations.QUERY.name(),
          Operations.PUT_ITEM.name(),
          Operations.UPDATE_ITEM.name(),
          Operations.DELETE_ITEM.name());

  private final DatabaseSet databases;

  Placement(DatabaseSet databases) {
    this.databases = databases;
  }

  /** Where a request of the protocol is answered. */
  RunsOn of(ApiRequest request) {
    if (!isShort(request)) {
      return RunsOn.WORKER;
    }
    Operation<?, ?> operation = Protocol.operation(request);
    if (operation == null) {
      return RunsOn.EVENT_LOOP; // an error, or the health text
    }
    return isQuick(operation.name()) && databases.isInMemory() ? RunsOn.EVENT_LOOP : RunsOn.WORKER;
  }

  private boolean isQuick(String operation) {
    return QUICK.contains(operation);
  }

  private static boolean isShort(ApiRequest request) {
    return request.body().length <= SHORT_BYTES
        && request.headers().value("Content-Encoding") == null;
  }
}
