package dev.varve.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.varve.dynamodb.api.json.Operation;
import dev.varve.dynamodb.api.json.Operations;
import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.Headers;
import dev.varve.server.http.RunsOn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlacementTest {
  private static ApiRequest call(String target, int bytes, String... headers) {
    List<Map.Entry<String, String>> fields = new ArrayList<>();
    fields.add(Map.entry("X-Amz-Target", target));
    for (int i = 0; i < headers.length; i += 2) {
      fields.add(Map.entry(headers[i], headers[i + 1]));
    }
    return new ApiRequest("POST", "/", Headers.of(fields), new byte[bytes]);
  }

  @Test
  void onlyReadsThatNeverWaitStayOnTheEventLoop() {
    Set<Operation<?, ?>> quick = Set.of(Operations.GET_ITEM, Operations.QUERY);
    for (Operation<?, ?> operation : Operations.ALL) {
      ApiRequest request = call(operation.target(), 100);
      assertEquals(
          quick.contains(operation) ? RunsOn.EVENT_LOOP : RunsOn.WORKER,
          new Placement(true).of(request),
          operation.name());
      assertEquals(RunsOn.WORKER, new Placement(false).of(request), operation.name());
    }
  }

  @Test
  void longAndCompressedRequestsDoNot() {
    String target = Operations.GET_ITEM.target();
    Placement placement = new Placement(true);
    assertEquals(RunsOn.WORKER, placement.of(call(target, 1 << 20)));
    assertEquals(RunsOn.WORKER, placement.of(call(target, 100, "Content-Encoding", "gzip")));
    assertEquals(RunsOn.WORKER, placement.of(call("Unheard", 1 << 20)));
    assertEquals(RunsOn.EVENT_LOOP, placement.of(call("Unheard", 100)));
  }
}
