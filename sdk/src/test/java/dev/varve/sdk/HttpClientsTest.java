package dev.varve.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpResponseHandler;
import software.amazon.awssdk.http.async.SdkHttpContentPublisher;

/** Requests as the SDK hands them over, and as it never would. */
final class HttpClientsTest {
  private EmbeddedDynamoDb dynamoDb;

  @BeforeEach
  void open() throws IOException {
    dynamoDb = EmbeddedDynamoDb.openInMemory();
  }

  @AfterEach
  void close() throws IOException {
    dynamoDb.close();
  }

  @Test
  void anAnswerHasStatusRequestIdChecksumAndBody() throws IOException {
    HttpExecuteResponse answer = call("ListTables", "{}");
    byte[] body = answer.responseBody().orElseThrow().readAllBytes();
    assertEquals("{\"TableNames\":[]}", new String(body, StandardCharsets.UTF_8));
    SdkHttpResponse head = answer.httpResponse();
    assertEquals(200, head.statusCode());
    assertTrue(head.firstMatchingHeader("X-Amzn-Requestid").orElseThrow().matches("\\w{52}"));
    assertEquals("application/x-amz-json-1.0", head.firstMatchingHeader("content-type").get());
    CRC32 checksum = new CRC32();
    checksum.update(body);
    assertEquals(
        String.valueOf(checksum.getValue()), head.firstMatchingHeader("x-amz-crc32").get());
  }

  @Test
  void whatIsNoRequestIsRefusedAsByTheService() throws IOException {
    assertEquals(400, call("NoSuchOperation", "{}").httpResponse().statusCode());
    HttpExecuteResponse broken = call("ListTables", "{\"Limit\":");
    assertEquals(400, broken.httpResponse().statusCode());
    assertTrue(
        new String(broken.responseBody().orElseThrow().readAllBytes(), StandardCharsets.UTF_8)
            .contains("SerializationException"));
    String large = "{\"ExclusiveStartTableName\":\"" + "x".repeat(16 << 20) + "\"}";
    assertEquals(413, call("ListTables", large).httpResponse().statusCode());
  }

  @Test
  void aRequestThatIsAbortedBeforeItBeginsIsNotCarriedOut() {
    ExecutableHttpRequest prepared =
        dynamoDb
            .httpClient()
            .prepareRequest(
                HttpExecuteRequest.builder()
                    .request(request("ListTables"))
                    .contentStreamProvider(ContentStreamProvider.fromUtf8String("{}"))
                    .build());
    prepared.abort();
    assertThrows(IOException.class, prepared::call);
  }

  @Test
  void aClosedClientRefuses() {
    SdkHttpClient client = dynamoDb.httpClient();
    client.close();
    assertThrows(
        IllegalStateException.class,
        () ->
            client
                .prepareRequest(HttpExecuteRequest.builder().request(request("ListTables")).build())
                .call());
    SdkAsyncHttpClient async = dynamoDb.asyncHttpClient();
    async.close();
    Handler handler = new Handler();
    CompletableFuture<Void> done = async.execute(asyncRequest("{}", handler));
    assertTrue(done.isCompletedExceptionally());
    assertTrue(handler.failure.get() instanceof IllegalStateException);
  }

  @Test
  void anAsynchronousAnswerIsOverWhenItsBodyIsTaken() throws Exception {
    Handler handler = new Handler();
    CompletableFuture<Void> done = dynamoDb.asyncHttpClient().execute(asyncRequest("{}", handler));
    Publisher<ByteBuffer> stream = handler.stream.get();
    assertEquals(200, handler.head.get().statusCode());
    assertFalse(done.isDone());
    BodyCollector collector = new BodyCollector();
    stream.subscribe(collector);
    done.get();
    assertEquals(
        "{\"TableNames\":[]}", new String(collector.body().join(), StandardCharsets.UTF_8));
  }

  @Test
  void aBodyThatFailsOnItsWayIsTheCallsFailure() {
    Handler handler = new Handler();
    AsyncExecuteRequest request =
        AsyncExecuteRequest.builder()
            .request(request("ListTables"))
            .responseHandler(handler)
            .requestContentPublisher(
                new SdkHttpContentPublisher() {
                  @Override
                  public Optional<Long> contentLength() {
                    return Optional.empty();
                  }

                  @Override
                  public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
                    subscriber.onSubscribe(new Nothing());
                    subscriber.onError(new IOException("no more"));
                  }
                })
            .build();
    CompletableFuture<Void> done = dynamoDb.asyncHttpClient().execute(request);
    ExecutionException failure = assertThrows(ExecutionException.class, done::get);
    assertEquals("no more", failure.getCause().getMessage());
    assertEquals("no more", handler.failure.get().getMessage());
  }

  @Test
  void whoCancelsACallIsToldNothingOfItsEnd() throws Exception {
    CompletableFuture<Subscriber<? super ByteBuffer>> asked = new CompletableFuture<>();
    Handler handler = new Handler();
    AsyncExecuteRequest request =
        AsyncExecuteRequest.builder()
            .request(request("ListTables"))
            .responseHandler(handler)
            .requestContentPublisher(
                new SdkHttpContentPublisher() {
                  @Override
                  public Optional<Long> contentLength() {
                    return Optional.of(2L);
                  }

                  @Override
                  public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
                    subscriber.onSubscribe(new Nothing());
                    asked.complete(subscriber);
                  }
                })
            .build();
    CompletableFuture<Void> done = dynamoDb.asyncHttpClient().execute(request);
    done.cancel(false);
    asked.get().onNext(ByteBuffer.wrap("{}".getBytes(StandardCharsets.UTF_8)));
    asked.get().onComplete();
    // Another call comes to its end meanwhile.
    Handler next = new Handler();
    CompletableFuture<Void> _ = dynamoDb.asyncHttpClient().execute(asyncRequest("{}", next));
    next.stream.get();
    assertFalse(handler.head.isDone());
    assertEquals(0, handler.failures.get());
  }

  private HttpExecuteResponse call(String operation, String body) throws IOException {
    return dynamoDb
        .httpClient()
        .prepareRequest(
            HttpExecuteRequest.builder()
                .request(request(operation))
                .contentStreamProvider(ContentStreamProvider.fromUtf8String(body))
                .build())
        .call();
  }

  private static AsyncExecuteRequest asyncRequest(String body, Handler handler) {
    return AsyncExecuteRequest.builder()
        .request(request("ListTables"))
        .requestContentPublisher(new Text(body))
        .responseHandler(handler)
        .build();
  }

  private static SdkHttpRequest request(String operation) {
    return SdkHttpRequest.builder()
        .method(SdkHttpMethod.POST)
        .uri(URI.create("http://varve.invalid/"))
        .putHeader("X-Amz-Target", "DynamoDB_20120810." + operation)
        .putHeader("Content-Type", "application/x-amz-json-1.0")
        .build();
  }

  /** A body of some words. */
  private static final class Text implements SdkHttpContentPublisher {
    private final byte[] body;

    Text(String text) {
      body = text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Optional<Long> contentLength() {
      return Optional.of((long) body.length);
    }

    @Override
    public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
      new BodyPublisher(body, new CompletableFuture<>()).subscribe(subscriber);
    }
  }

  private static final class Nothing implements Subscription {
    @Override
    public void request(long count) {
      // There is nothing to give.
    }

    @Override
    public void cancel() {
      // There is nothing to end.
    }
  }

  /** Keeps what it is told. */
  private static final class Handler implements SdkAsyncHttpResponseHandler {
    final CompletableFuture<SdkHttpResponse> head = new CompletableFuture<>();
    final CompletableFuture<Publisher<ByteBuffer>> stream = new CompletableFuture<>();
    final AtomicReference<Throwable> failure = new AtomicReference<>();
    final AtomicInteger failures = new AtomicInteger();

    @Override
    public void onHeaders(SdkHttpResponse headers) {
      head.complete(headers);
    }

    @Override
    public void onStream(Publisher<ByteBuffer> publisher) {
      stream.complete(publisher);
    }

    @Override
    public void onError(Throwable error) {
      failure.set(error);
      failures.incrementAndGet();
    }
  }
}
