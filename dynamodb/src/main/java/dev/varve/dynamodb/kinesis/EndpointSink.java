package dev.varve.dynamodb.kinesis;

import dev.varve.dynamodb.delivery.HttpPost;
import java.net.URI;
import java.time.Duration;

/** An endpoint, which is sent lines by POST. */
public final class EndpointSink implements Sink {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final String base;
  private final HttpPost post = new HttpPost(TIMEOUT);

  /**
   * An endpoint.
   *
   * @param base the streams' names come behind it
   */
  public EndpointSink(URI base) {
    String text = base.toString();
    this.base = text.endsWith("/") ? text : text + "/";
  }

  @Override
  public void append(String stream, byte[] lines) throws Exception {
    post.send(URI.create(base + stream), "application/x-ndjson", lines);
  }

  @Override
  public void close() {
    post.close();
  }
}
