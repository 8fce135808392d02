package dev.varve.bench.motion;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.BatchWriteItem;
import dev.varve.dynamodb.api.PutRequest;
import dev.varve.dynamodb.api.WriteRequest;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Fills tables. */
final class Loading {
  private Loading() {}

  /** Puts items of numbers from 0 on by one request. */
  static void batch(Varve varve, String table, int count, IntFunction<Item> item)
      throws IOException {
    List<WriteRequest> requests =
        IntStream.range(0, count)
            .mapToObj(number -> WriteRequest.of(PutRequest.of(item.apply(number))))
            .toList();
    varve.batchWriteItem(BatchWriteItem.builder().requestItems(Map.of(table, requests)).build());
  }
}
