package dev.varve.server.http;

import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.ApiResponse;
import dev.varve.protocol.RequestIds;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Answers each request with what it was, in words that show every byte of it. */
final class EchoHandler implements HttpHandler {
  private final RunsOn place;

  EchoHandler(RunsOn place) {
    this.place = place;
  }

  @Override
  public RunsOn place(ApiRequest request) {
    return place;
  }

  @Override
  public ApiResponse answer(ApiRequest request) {
    return new ApiResponse(
        200, "text/plain", RequestIds.next(), said(request).getBytes(StandardCharsets.UTF_8));
  }

  /** What is said of a request. */
  static String said(ApiRequest request) {
    CRC32 crc = new CRC32();
    crc.update(request.body());
    return request.method()
        + " "
        + request.uri()
        + " "
        + request.headers().fields()
        + " "
        + request.body().length
        + " "
        + crc.getValue();
  }
}
