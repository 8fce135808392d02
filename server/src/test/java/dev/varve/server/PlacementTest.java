package dev.varve.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.DynamoDb;
import dev.varve.dynamodb.api.json.Operation;
import dev.varve.dynamodb.api.json.Operations;
import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.Caller;
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

  /** Databases of which only that is known. */
  private record Known(boolean isInMemory) implements DatabaseSet {
    @Override
    public DynamoDb of(Caller caller) {
      throw new AssertionError("nobody is to be asked");
    }

    @Override
    public List<Varve> open() {
      return List.of();
    }

    @Override
    public Map<String, Varve> byName() {
      return Map.of();
    }

    @Override
    public void close() {}
  }

  @Test
  void whatWorksOnFewItemsInMemoryStaysOnTheEventLoop() {
    Set<Operation<?, ?>> quick =
        Set.of(
            Operations.GET_ITEM,
            Operations.QUERY,
            Operations.PUT_ITEM,
            Operations.UPDATE_ITEM,
            Operations.DELETE_ITEM);
    for (Operation<?, ?> operation : Operations.ALL) {
      ApiRequest request = call(operation.target(), 100);
      assertEquals(quick.contains(operation), isQuick(request, true), operation::name);
      assertFalse(isQuick(request, false), operation::name);
    }
  }

  private static boolean isQuick(ApiRequest request, boolean isInMemory) {
    return new Placement(new Known(isInMemory)).of(request) == RunsOn.EVENT_LOOP;
  }

  @Test
  void longAndCompressedRequestsDoNot() {
    String target = Operations.GET_ITEM.target();
    Placement placement = new Placement(new Known(true));
    assertEquals(RunsOn.WORKER, placement.of(call(target, 1 << 20)));
    assertEquals(RunsOn.WORKER, placement.of(call(target, 100, "Content-Encoding", "gzip")));
    assertEquals(RunsOn.WORKER, placement.of(call("Unheard", 1 << 20)));
    assertEquals(RunsOn.EVENT_LOOP, placement.of(call("Unheard", 100)));
  }
}
