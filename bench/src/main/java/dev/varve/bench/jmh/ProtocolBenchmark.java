package dev.varve.bench.jmh;

import dev.varve.bench.files.Folders;
import dev.varve.dynamodb.TableDefinition;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.VarveOptions;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.json.Operation;
import dev.varve.dynamodb.json.ItemJson;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Durability;
import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.ApiResponse;
import dev.varve.protocol.CallListener;
import dev.varve.protocol.Caller;
import dev.varve.protocol.Gate;
import dev.varve.protocol.Headers;
import dev.varve.protocol.Protocol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What does a request cost from the bytes of its body to those of the answer's, without a network?
 * {@link ItemReadBenchmark} has what of it is the database's.
 */
public class ProtocolBenchmark extends ComponentBenchmark {
  private static final String TABLE = "Notes";
  private static final int PAGE = 10;

  /** A table of notes, {@value #PAGE} of each folder, and the requests for it. */
  @State(Scope.Benchmark)
  public static class Loaded {
    /** How many items. */
    @Param("20000")
    int keys;

    /** Bytes of an item as DynamoDB counts them, about. */
    @Param("1024")
    int itemBytes;

    private final List<ApiRequest> gets = new ArrayList<>();
    private final List<ApiRequest> puts = new ArrayList<>();
    private final List<ApiRequest> updates = new ArrayList<>();
    private final List<ApiRequest> queries = new ArrayList<>();
    private Path directory;
    private Varve varve;
    private Protocol protocol;

    /** Loads the table. */
    @Setup
    public void load() throws IOException {
      directory = BenchmarkDirectory.create();
      varve = Varve.open(directory, VarveOptions.defaults().withDurability(Durability.BUFFERED));
      varve.createTable(
          TableDefinition.named(TABLE)
              .partitionKey("folder", AttributeType.S)
              .sortKey("number", AttributeType.N)
              .partitions(1)
              .build());
      protocol = new Protocol(_ -> varve, new Everybody(), CallListener.NONE);
      for (int number = 0; number < keys; number++) {
        Item key =
            Item.of(
                "folder",
                AttributeValue.s("folder-" + number / PAGE),
                "number",
                AttributeValue.n(number % PAGE));
        Item item = key.toBuilder().putAll(BenchmarkNotes.note(number, itemBytes).asMap()).build();
        varve.putItem(PutItem.of(TABLE, item));
        String table = "{\"TableName\":\"" + TABLE + "\",";
        String keyMember = "\"Key\":" + ItemJson.write(key);
        gets.add(request("GetItem", table + keyMember + "}"));
        puts.add(request("PutItem", table + "\"Item\":" + ItemJson.write(item) + "}"));
        updates.add(
            request(
                "UpdateItem",
                table
                    + keyMember
                    + ",\"UpdateExpression\":\"SET stars = stars + :one\",\"ExpressionAttributeValues\":{\":one\":{\"N\":\"1\"}}}"));
        queries.add(
            request(
                "Query",
                table
                    + "\"KeyConditionExpression\":\"folder = :f\",\"ExpressionAttributeValues\":{\":f\":{\"S\":\"folder-"
                    + number / PAGE
                    + "\"}}}"));
      }
      varve.compact(TABLE);
    }

    /** A request with the header fields that an SDK sends. */
    private static ApiRequest request(String operation, String body) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      return new ApiRequest(
          "POST",
          "/",
          Headers.of(
              List.of(
                  Map.entry("Host", "localhost:8000"),
                  Map.entry("amz-sdk-invocation-id", "8d9b5e2c-2f1c-4a57-a3b1-1f7c5d1f2f60"),
                  Map.entry("amz-sdk-request", "attempt=1; max=3"),
                  Map.entry("Content-Type", "application/x-amz-json-1.0"),
                  Map.entry("User-Agent", "aws-sdk-java/2.46 md/io#sync md/http#Apache"),
                  Map.entry("X-Amz-Date", "20260101T000000Z"),
                  Map.entry("X-Amz-Target", "DynamoDB_20120810." + operation),
                  Map.entry("Content-Length", Integer.toString(bytes.length)),
                  Map.entry("Connection", "Keep-Alive"))),
          bytes);
    }

    /** Closes the table and deletes its files. */
    @TearDown
    public void close() throws IOException {
      varve.close();
      Folders.delete(directory);
    }
  }

  /** Admits everybody, at no cost. */
  private static final class Everybody implements Gate {
    private static final Caller CALLER =
        new Caller(
            "000000000000",
            "us-east-1",
            Optional.empty(),
            Optional.empty(),
            "arn:aws:iam::000000000000:root",
            Map.of());

    @Override
    public Caller identify(ApiRequest request) {
      return CALLER;
    }

    @Override
    public void admit(ApiRequest sent, Caller caller, Operation<?, ?> operation, Object request) {
      // Everybody may do everything.
    }
  }

  /** GetItem. */
  @Benchmark
  public ApiResponse getItem(Loaded loaded, KeyWalk walk) {
    return loaded.protocol.answer(loaded.gets.get(walk.number(loaded.keys)));
  }

  /** PutItem in the place of an item. */
  @Benchmark
  public ApiResponse putItem(Loaded loaded, KeyWalk walk) {
    return loaded.protocol.answer(loaded.puts.get(walk.number(loaded.keys)));
  }

  /** UpdateItem, which counts in one attribute. */
  @Benchmark
  public ApiResponse updateItem(Loaded loaded, KeyWalk walk) {
    return loaded.protocol.answer(loaded.updates.get(walk.number(loaded.keys)));
  }

  /** Query for {@value #PAGE} items. */
  @Benchmark
  public ApiResponse query(Loaded loaded, KeyWalk walk) {
    return loaded.protocol.answer(loaded.queries.get(walk.number(loaded.keys)));
  }
}
