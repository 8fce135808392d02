package dev.varve.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.Stream;
import software.amazon.awssdk.services.dynamodb.model.StreamDescription;
import software.amazon.awssdk.services.dynamodb.model.StreamStatus;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** Both clients of streams reach the database. */
final class StreamsTest extends ClientFixture {
  private static final String STREAM =
      "arn:aws:dynamodb:us-east-1:000000000000:table/orders/stream/2026-01-01T00:00:00.000";

  @Test
  void aChangeComesByTheStream() {
    client.updateTable(update ->
        update
            .tableName(ORDERS)
            .streamSpecification(stream ->
                stream.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)));
    put("ann", 1, "new");
    put("ann", 1, "paid");
    client.deleteItem(delete -> delete.tableName(ORDERS).key(orderKey("ann", 1)));
    List<Record> records = new ArrayList<>();
    try (DynamoDbStreamsClient streams = dynamoDb.streamsClient()) {
      Stream stream = streams.listStreams(list -> list.tableName(ORDERS)).streams().getFirst();
      StreamDescription description =
          streams.describeStream(it -> it.streamArn(stream.streamArn())).streamDescription();
      assertEquals(StreamStatus.ENABLED, description.streamStatus());
      for (Shard shard : description.shards()) {
        String iterator =
            streams
                .getShardIterator(it ->
                    it.streamArn(stream.streamArn())
                        .shardId(shard.shardId())
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
        records.addAll(streams.getRecords(it -> it.shardIterator(iterator)).records());
      }
    }
    assertEquals(
        List.of(OperationType.INSERT, OperationType.MODIFY, OperationType.REMOVE),
        records.stream().map(Record::eventName).toList());
    assertEquals(order("ann", 1, "new"), records.getFirst().dynamodb().newImage());
    assertEquals(order("ann", 1, "new"), records.get(1).dynamodb().oldImage());
    assertEquals(order("ann", 1, "paid"), records.getLast().dynamodb().oldImage());
    assertEquals(orderKey("ann", 1), records.getLast().dynamodb().keys());
  }

  @Test
  void bothClientsHaveTheSameAnswers() {
    List<String> answers = new ArrayList<>();
    List<String> asyncAnswers = new ArrayList<>();
    try (DynamoDbStreamsClient streams = dynamoDb.streamsClient();
        DynamoDbStreamsAsyncClient async = dynamoDb.streamsAsyncClient()) {
      answers.add(answer(() -> streams.listStreams().streams()));
      asyncAnswers.add(answer(() -> async.listStreams().join().streams()));
      answers.add(answer(() -> streams.describeStream(it -> it.streamArn(STREAM))));
      asyncAnswers.add(answer(() -> async.describeStream(it -> it.streamArn(STREAM)).join()));
      answers.add(answer(() -> streams.getRecords(it -> it.shardIterator("none"))));
      asyncAnswers.add(answer(() -> async.getRecords(it -> it.shardIterator("none")).join()));
      answers.add(
          answer(() ->
              streams.getShardIterator(it ->
                  it.streamArn(STREAM)
                      .shardId("shardId-00000001414576573621-f55eea83")
                      .shardIteratorType(ShardIteratorType.LATEST))));
      asyncAnswers.add(
          answer(() ->
              async
                  .getShardIterator(it ->
                      it.streamArn(STREAM)
                          .shardId("shardId-00000001414576573621-f55eea83")
                          .shardIteratorType(ShardIteratorType.LATEST))
                  .join()));
    }
    assertEquals(answers, asyncAnswers);
    assertEquals(4, answers.size());
  }

  /** What a call gives, or the code of its error. */
  private static String answer(Supplier<?> call) {
    try {
      return String.valueOf(call.get());
    } catch (RuntimeException failure) {
      Throwable error = failure instanceof CompletionException ? failure.getCause() : failure;
      if (error instanceof AwsServiceException refusal && refusal.statusCode() < 500) {
        return refusal.awsErrorDetails().errorCode();
      }
      throw failure;
    }
  }
}
