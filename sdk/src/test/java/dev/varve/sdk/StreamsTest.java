package dev.varve.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** Both clients of streams reach the database, which does not have any stream yet. */
final class StreamsTest extends ClientFixture {
  private static final String STREAM =
      "arn:aws:dynamodb:us-east-1:000000000000:table/orders/stream/2026-01-01T00:00:00.000";

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

  /** What a call gives, the code of its error, or which operation is missing in the database. */
  private static String answer(Supplier<?> call) {
    try {
      return String.valueOf(call.get());
    } catch (RuntimeException failure) {
      Throwable error = failure instanceof CompletionException ? failure.getCause() : failure;
      if (error instanceof AwsServiceException refusal && refusal.statusCode() < 500) {
        return refusal.awsErrorDetails().errorCode();
      }
      while (error.getCause() != null) {
        error = error.getCause();
      }
      if (error instanceof UnsupportedOperationException) {
        return "not yet: " + error.getMessage();
      }
      throw failure;
    }
  }
}
