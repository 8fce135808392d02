package dev.varve.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

final class BuildersTest extends ClientFixture {
  /** Writes down the calls that it sees, and how often each is tried. */
  private static final class Recorder implements ExecutionInterceptor {
    final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger attempts = new AtomicInteger();

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes call) {
      attempts.incrementAndGet();
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes call) {
      calls.add(
          call.getAttribute(SdkExecutionAttribute.OPERATION_NAME)
              + " "
              + context.httpResponse().statusCode());
    }
  }

  @Test
  void interceptorsSeeRequestsAndAnswers() {
    Recorder recorder = new Recorder();
    try (DynamoDbClient watched =
            dynamoDb
                .clientBuilder()
                .overrideConfiguration(settings -> settings.addExecutionInterceptor(recorder))
                .build();
        DynamoDbAsyncClient asyncWatched =
            dynamoDb
                .asyncClientBuilder()
                .overrideConfiguration(settings -> settings.addExecutionInterceptor(recorder))
                .build()) {
      watched.listTables();
      asyncWatched.describeTable(table -> table.tableName(ORDERS)).join();
    }
    assertEquals(List.of("ListTables 200", "DescribeTable 200"), recorder.calls);
    assertEquals(2, recorder.attempts.get());
  }

  @Test
  void whatFailsIsNotTriedAgainUnlessTheUserSaysSo() throws Exception {
    Recorder once = new Recorder();
    Recorder thrice = new Recorder();
    try (DynamoDbClient patient =
            dynamoDb
                .clientBuilder()
                .overrideConfiguration(settings ->
                    settings
                        .addExecutionInterceptor(thrice)
                        .retryStrategy(
                            AwsRetryStrategy.forRetryMode(RetryMode.STANDARD).toBuilder()
                                .maxAttempts(3)
                                .backoffStrategy(BackoffStrategy.retryImmediately())
                                .build()))
                .build();
        DynamoDbClient usual =
            dynamoDb
                .clientBuilder()
                .overrideConfiguration(
                    dynamoDb.clientBuilder().overrideConfiguration().toBuilder()
                        .addExecutionInterceptor(once)
                        .build())
                .build();
        DynamoDbAsyncClient asyncUsual =
            dynamoDb
                .asyncClientBuilder()
                .overrideConfiguration(
                    dynamoDb.asyncClientBuilder().overrideConfiguration().toBuilder()
                        .addExecutionInterceptor(once)
                        .build())
                .build()) {
      dynamoDb.close();
      assertThrows(SdkClientException.class, usual::listTables);
      assertEquals(1, once.attempts.get());
      assertThrows(CompletionException.class, () -> asyncUsual.listTables().join());
      assertEquals(2, once.attempts.get());
      assertThrows(SdkClientException.class, patient::listTables);
      assertEquals(3, thrice.attempts.get());
    }
  }

  @Test
  void aBuilderOfOnesOwnNeedsTheHttpClientAlone() {
    try (DynamoDbClient own =
            DynamoDbClient.builder()
                .httpClient(dynamoDb.httpClient())
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .build();
        DynamoDbAsyncClient ownAsync =
            DynamoDbAsyncClient.builder()
                .httpClient(dynamoDb.asyncHttpClient())
                .region(Region.EU_CENTRAL_1)
                .endpointOverride(URI.create("https://varve.invalid:8443"))
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .build()) {
      assertEquals(List.of(ORDERS), own.listTables().tableNames());
      assertEquals(List.of(ORDERS), ownAsync.listTables().join().tableNames());
    }
  }
}
