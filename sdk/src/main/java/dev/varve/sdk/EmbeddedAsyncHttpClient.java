package dev.varve.sdk;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpResponseHandler;

/**
 * Answers each call in a virtual thread of its own, which may wait for storage and holds up nobody.
 * Thread-safe.
 */
final class EmbeddedAsyncHttpClient implements SdkAsyncHttpClient {
  private final InProcessService service;
  private volatile boolean closed;

  EmbeddedAsyncHttpClient(InProcessService service) {
    this.service = service;
  }

  @Override
  public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    if (closed) {
      fail(request.responseHandler(), done, new IllegalStateException("the client is closed"));
      return done;
    }
    BodyCollector collector = new BodyCollector();
    request.requestContentPublisher().subscribe(collector);
    CompletableFuture<byte[]> _ =
        collector
            .body()
            .whenComplete((body, failure) -> {
              if (failure == null) {
                Thread.ofVirtual().name("varve-call").start(() -> call(request, body, done));
              } else {
                fail(request.responseHandler(), done, failure);
              }
            });
    return done;
  }

  /** Ends the future in any case. Whoever has cancelled it is told nothing more. */
  private void call(AsyncExecuteRequest request, byte[] body, CompletableFuture<Void> done) {
    SdkAsyncHttpResponseHandler handler = request.responseHandler();
    try {
      if (done.isDone()) {
        return;
      }
      InProcessService.Answer answer = service.answer(request.request(), body);
      if (!done.isDone()) {
        handler.onHeaders(answer.head());
        handler.onStream(new BodyPublisher(answer.body(), done));
      }
    } catch (IOException | RuntimeException | Error failure) {
      fail(handler, done, failure);
    }
  }

  private static void fail(
      SdkAsyncHttpResponseHandler handler, CompletableFuture<Void> done, Throwable failure) {
    if (!done.isDone()) {
      try {
        handler.onError(failure);
      } finally {
        done.completeExceptionally(failure);
      }
    }
  }

  @Override
  public String clientName() {
    return "Varve";
  }

  /** Refuses calls from now on; those under way end, and the database stays as it is. */
  @Override
  public void close() {
    closed = true;
  }
}
