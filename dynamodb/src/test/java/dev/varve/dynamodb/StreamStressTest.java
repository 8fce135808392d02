package dev.varve.dynamodb;

import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.BatchWriteItem;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.PutRequest;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.StreamViewType;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.api.WriteRequest;
import dev.varve.dynamodb.model.StreamFollower;
import dev.varve.dynamodb.model.StreamedTable;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Many threads write the same few items while others read the stream and shards are closed: no
 * reader misses a change, has one twice, or has those of an item in another order.
 */
class StreamStressTest extends StreamFixture {
  private static final int WRITERS = 4;
  private static final int READERS = 2;
  private static final int WRITES = 1500;
  private static final int KEYS = 10;

  /** So often the shards are closed, within a day. */
  private static final int CLOSINGS = 5;

  @Test
  void readersMissNothingWhileWritersAndShardsGoOn() throws Exception {
    String arn = create(TABLE, StreamViewType.NEW_AND_OLD_IMAGES);
    AtomicBoolean done = new AtomicBoolean();
    Set<Item> expected = new HashSet<>();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<?>> writers =
          IntStream.range(0, WRITERS)
              .<Future<?>>mapToObj(number -> threads.submit(() -> write(new Random(number))))
              .toList();
      List<Future<StreamedTable>> readers =
          IntStream.range(0, READERS)
              .mapToObj(number -> threads.submit(() -> follow(arn, 10 + 90 * number, done)))
              .toList();
      try {
        for (int closing = 0; closing < CLOSINGS; closing++) {
          clock.advance(Duration.ofHours(4));
          Thread.sleep(100);
        }
        for (Future<?> writer : writers) {
          writer.get();
        }
      } finally {
        done.set(true);
      }
      varve.items(Scan.of(TABLE).build()).forEach(expected::add);
      int records = records(arn).size();
      for (Future<StreamedTable> reader : readers) {
        assertEquals(expected, reader.get().items());
        assertEquals(records, reader.get().records());
      }
      assertTrue(records > WRITERS * WRITES / 2, records + " records");
    }
    assertTrue(StreamFollower.shards(varve, arn).size() > PARTITIONS, "shards were closed");
  }

  private Void write(Random random) throws IOException {
    for (int i = 0; i < WRITES; i++) {
      String id = "id" + random.nextInt(KEYS);
      switch (random.nextInt(4)) {
        case 0 -> varve.putItem(PutItem.of(TABLE, item(id, "put " + i)));
        case 1 -> delete(id);
        case 2 ->
            varve.updateItem(
                UpdateItem.in(TABLE)
                    .key(key(id))
                    .update("ADD tally :one")
                    .value(":one", n(1))
                    .build());
        default ->
            varve.batchWriteItem(
                BatchWriteItem.builder()
                    .requestItems(
                        Map.of(
                            TABLE,
                            List.of(
                                WriteRequest.of(
                                    PutRequest.builder().item(item(id, "batch " + i)).build()),
                                WriteRequest.of(
                                    PutRequest.builder()
                                        .item(Item.of("id", s("other" + i % KEYS), "at", n(i)))
                                        .build()))))
                    .build());
      }
    }
    return null;
  }

  private StreamedTable follow(String arn, int limit, AtomicBoolean done) throws IOException {
    StreamFollower follower = new StreamFollower(arn, limit);
    StreamedTable told = new StreamedTable();
    boolean last;
    do {
      last = done.get();
      told.apply(follower.poll(varve));
    } while (!last);
    // Once more: a child may have come after the shards were listed.
    told.apply(follower.poll(varve));
    return told;
  }
}
