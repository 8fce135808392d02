package dev.varve.sdk;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/** Answers in the thread that calls. Thread-safe. */
final class EmbeddedHttpClient implements SdkHttpClient {
  private final InProcessService service;
  private volatile boolean closed;

  EmbeddedHttpClient(InProcessService service) {
    this.service = service;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new Execution(request);
  }

  @Override
  public String clientName() {
    return "Varve";
  }

  /** Refuses calls from now on; the database stays as it is. */
  @Override
  public void close() {
    closed = true;
  }

  private final class Execution implements ExecutableHttpRequest {
    private final HttpExecuteRequest request;
    private volatile boolean aborted;

    Execution(HttpExecuteRequest request) {
      this.request = request;
    }

    @Override
    public HttpExecuteResponse call() throws IOException {
      if (closed) {
        throw new IllegalStateException("the client is closed");
      }
      byte[] body = body();
      if (aborted) {
        throw new IOException("the request was aborted");
      }
      InProcessService.Answer answer = service.answer(request.httpRequest(), body);
      return HttpExecuteResponse.builder()
          .response(answer.head())
          .responseBody(AbortableInputStream.create(new ByteArrayInputStream(answer.body())))
          .build();
    }

    private byte[] body() throws IOException {
      if (request.contentStreamProvider().isEmpty()) {
        return new byte[0];
      }
      try (InputStream content = request.contentStreamProvider().get().newStream()) {
        return content.readAllBytes();
      }
    }

    /** A request that has begun is carried out: a write cannot be called back. */
    @Override
    public void abort() {
      aborted = true;
    }
  }
}
