package dev.varve.dynamodb.delivery;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Posts to endpoints. Safe for use by many threads. */
public final class HttpPost implements AutoCloseable {
  private static final int FIRST_SUCCESS = 200;
  private static final int BEHIND_SUCCESS = 300;

  private final HttpClient client;
  private final Duration timeout;

  /**
   * A client.
   *
   * @param timeout how long an endpoint may take, to be connected to and to answer
   */
  public HttpPost(Duration timeout) {
    // HTTP/2 would be asked for by an upgrade, which small servers do not expect of a POST.
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .build();
    this.timeout = timeout;
  }

  /**
   * Posts, and waits for the answer.
   *
   * @throws DeliveryException if the answer's status is not 200 to 299
   * @throws IOException if there is no answer
   */
  public void send(URI uri, String contentType, byte[] body)
      throws IOException, InterruptedException, DeliveryException {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(timeout)
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    if (status < FIRST_SUCCESS || status >= BEHIND_SUCCESS) {
      throw new DeliveryException("HTTP status " + status);
    }
  }

  /** Breaks off what is under way. */
  @Override
  public void close() {
    client.shutdownNow();
  }
}
