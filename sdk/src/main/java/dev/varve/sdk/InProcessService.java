package dev.varve.sdk;

import dev.varve.dynamodb.Varve;
import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.ApiResponse;
import dev.varve.protocol.CallListener;
import dev.varve.protocol.CompletedCall;
import dev.varve.protocol.Headers;
import dev.varve.protocol.Protocol;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Answers the SDK's requests from a database in this process, as the service would over the
 * network. The caller's thread does it, and may wait for storage.
 */
final class InProcessService {
  private final Varve varve;
  private final LocalCaller gate;

  InProcessService(Varve varve, LocalCaller gate) {
    this.varve = varve;
    this.gate = gate;
  }

  /** An answer's head and body. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Answer(SdkHttpResponse head, byte[] body) {}

  /**
   * Answers a request.
   *
   * @throws IOException if the database failed: the service would say no more than that something
   *     was wrong with it, but here the cause is at hand
   */
  Answer answer(SdkHttpRequest request, byte[] body) throws IOException {
    Failure failure = new Failure();
    ApiResponse response =
        new Protocol(_ -> varve, gate, failure).answer(apiRequest(request, body));
    failure.requireNone();
    return new Answer(head(response), response.body());
  }

  private static ApiRequest apiRequest(SdkHttpRequest request, byte[] body) {
    List<Map.Entry<String, String>> fields = new ArrayList<>();
    request.forEachHeader(
        (name, values) -> values.forEach(value -> fields.add(Map.entry(name, value))));
    return new ApiRequest(request.method().name(), request.encodedPath(), Headers.of(fields), body);
  }

  private static SdkHttpResponse head(ApiResponse response) {
    CRC32 checksum = new CRC32();
    checksum.update(response.body());
    SdkHttpResponse.Builder head =
        SdkHttpResponse.builder()
            .statusCode(response.status())
            .putHeader("Content-Length", String.valueOf(response.body().length))
            .putHeader("x-amzn-RequestId", response.requestId())
            .putHeader("x-amz-crc32", String.valueOf(checksum.getValue()));
    if (response.contentType() != null) {
      head.putHeader("Content-Type", response.contentType());
    }
    return head.build();
  }

  /** What the database failed of in one call. */
  private static final class Failure implements CallListener {
    private Throwable cause;

    @Override
    public void answered(CompletedCall call) {
      cause = call.failure();
    }

    void requireNone() throws IOException {
      if (cause != null) {
        throw new IOException("the database failed: " + cause.getMessage(), cause);
      }
    }
  }
}
