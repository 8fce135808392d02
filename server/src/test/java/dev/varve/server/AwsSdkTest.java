package dev.varve.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.engine.Durability;
import dev.varve.server.http.NoLeaks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** The AWS SDK for Java as it is, against the server. */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class AwsSdkTest {
  private static final StaticCredentialsProvider ANY =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any"));

  private TestServer server;
  private DynamoDbClient client;

  @BeforeEach
  void start() throws Exception {
    server = TestServer.start(Durability.SYNC, builder -> builder);
    client =
        DynamoDbClient.builder()
            .endpointOverride(server.server().endpoint())
            .region(Region.EU_WEST_1)
            .credentialsProvider(ANY)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    client.createTable(table());
    client.waiter().waitUntilTableExists(request -> request.tableName("Music"));
  }

  private static CreateTableRequest table() {
    return CreateTableRequest.builder()
        .tableName("Music")
        .billingMode(BillingMode.PAY_PER_REQUEST)
        .attributeDefinitions(
            definition("Artist", ScalarAttributeType.S), definition("Song", ScalarAttributeType.N))
        .keySchema(key("Artist", KeyType.HASH), key("Song", KeyType.RANGE))
        .build();
  }

  private static AttributeDefinition definition(String name, ScalarAttributeType type) {
    return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    server.close();
  }

  private static AttributeValue text(String text) {
    return AttributeValue.fromS(text);
  }

  private static AttributeValue number(int number) {
    return AttributeValue.fromN(Integer.toString(number));
  }

  private static Map<String, AttributeValue> song(String artist, int number) {
    return Map.of("Artist", text(artist), "Song", number(number));
  }

  @Test
  void anItemGoesThroughItsLife() {
    Map<String, AttributeValue> item =
        Map.of(
            "Artist", text("Bach \u00fc\ud83d\ude00"),
            "Song", number(1),
            "bytes", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0, -1})),
            "words", AttributeValue.fromSs(List.of("a", "b")),
            "list", AttributeValue.fromL(List.of(number(1), AttributeValue.fromNul(true))),
            "map", AttributeValue.fromM(Map.of("yes", AttributeValue.fromBool(true))));
    Map<String, AttributeValue> key = song("Bach \u00fc\ud83d\ude00", 1);
    client.putItem(put -> put.tableName("Music").item(item));
    assertEquals(item, client.getItem(get -> get.tableName("Music").key(key)).item());
    assertEquals(
        number(5),
        client
            .updateItem(update ->
                update
                    .tableName("Music")
                    .key(key)
                    .updateExpression("ADD plays :five")
                    .expressionAttributeValues(Map.of(":five", number(5)))
                    .returnValues(ReturnValue.UPDATED_NEW))
            .attributes()
            .get("plays"));
    client.deleteItem(delete -> delete.tableName("Music").key(key));
    assertTrue(!client.getItem(get -> get.tableName("Music").key(key)).hasItem());
  }

  @Test
  void aChangeComesByTheStream() {
    client.updateTable(update ->
        update
            .tableName("Music")
            .streamSpecification(
                stream -> stream.streamEnabled(true).streamViewType(StreamViewType.NEW_IMAGE)));
    client.putItem(put -> put.tableName("Music").item(song("Bach", 1)));
    List<Record> records = new ArrayList<>();
    try (DynamoDbStreamsClient streams =
        DynamoDbStreamsClient.builder()
            .endpointOverride(server.server().endpoint())
            .region(Region.EU_WEST_1)
            .credentialsProvider(ANY)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build()) {
      String arn = streams.listStreams().streams().getFirst().streamArn();
      for (Shard shard :
          streams.describeStream(it -> it.streamArn(arn)).streamDescription().shards()) {
        String iterator =
            streams
                .getShardIterator(it ->
                    it.streamArn(arn)
                        .shardId(shard.shardId())
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
        records.addAll(streams.getRecords(it -> it.shardIterator(iterator)).records());
      }
    }
    assertEquals(1, records.size());
    assertEquals(song("Bach", 1), records.getFirst().dynamodb().newImage());
    assertEquals(OperationType.INSERT, records.getFirst().eventName());
  }

  @Test
  void errorsHaveTheirTypes() {
    assertThrows(
        ResourceNotFoundException.class,
        () -> client.getItem(get -> get.tableName("Other").key(song("a", 1))));
    PutItemRequest put =
        PutItemRequest.builder()
            .tableName("Music")
            .item(song("a", 1))
            .conditionExpression("attribute_not_exists(Artist)")
            .build();
    client.putItem(put);
    ConditionalCheckFailedException failed =
        assertThrows(ConditionalCheckFailedException.class, () -> client.putItem(put));
    assertEquals(52, failed.requestId().length());
    assertEquals("The conditional request failed", failed.awsErrorDetails().errorMessage());
    TransactionCanceledException canceled =
        assertThrows(
            TransactionCanceledException.class,
            () ->
                client.transactWriteItems(request ->
                    request.transactItems(
                        TransactWriteItem.builder()
                            .put(
                                Put.builder()
                                    .tableName("Music")
                                    .item(song("a", 1))
                                    .conditionExpression("attribute_not_exists(Artist)")
                                    .build())
                            .build())));
    assertEquals("ConditionalCheckFailed", canceled.cancellationReasons().getFirst().code());
  }

  @Test
  void batchesAndPaginatorsSeeAllItems() {
    int count = 1_000;
    String padding = "x".repeat(4_000);
    for (int from = 0; from < count; from += 25) {
      List<WriteRequest> writes =
          IntStream.range(from, from + 25)
              .mapToObj(i ->
                  WriteRequest.builder()
                      .putRequest(
                          PutRequest.builder()
                              .item(
                                  Map.of(
                                      "Artist", text("one"),
                                      "Song", number(i),
                                      "padding", text(padding)))
                              .build())
                      .build())
              .collect(Collectors.toCollection(ArrayList::new));
      assertTrue(
          client
              .batchWriteItem(batch -> batch.requestItems(Map.of("Music", writes)))
              .unprocessedItems()
              .isEmpty());
    }
    List<Integer> read =
        client
            .queryPaginator(query ->
                query
                    .tableName("Music")
                    .keyConditionExpression("Artist = :a")
                    .expressionAttributeValues(Map.of(":a", text("one"))))
            .items()
            .stream()
            .map(item -> Integer.valueOf(item.get("Song").n()))
            .toList();
    assertEquals(IntStream.range(0, count).boxed().toList(), read);
    assertEquals(
        count,
        client.scanPaginator(scan -> scan.tableName("Music").limit(300)).stream()
            .mapToInt(page -> page.items().size())
            .sum());
  }

  @Test
  void theAsynchronousClientWorksToo() {
    try (DynamoDbAsyncClient async =
        DynamoDbAsyncClient.builder()
            .endpointOverride(server.server().endpoint())
            .region(Region.EU_WEST_1)
            .credentialsProvider(ANY)
            .httpClientBuilder(NettyNioAsyncHttpClient.builder().maxConcurrency(20))
            .build()) {
      List<CompletableFuture<?>> puts = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        Map<String, AttributeValue> item = song("async", i);
        puts.add(async.putItem(put -> put.tableName("Music").item(item)));
      }
      puts.forEach(CompletableFuture::join);
      assertEquals(
          500,
          async
              .query(query ->
                  query
                      .tableName("Music")
                      .keyConditionExpression("Artist = :a")
                      .expressionAttributeValues(Map.of(":a", text("async"))))
              .join()
              .count());
    }
  }
}
