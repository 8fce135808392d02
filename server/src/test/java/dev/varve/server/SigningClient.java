package dev.varve.server;

import dev.varve.identity.store.NewKey;
import dev.varve.identity.testing.Signer;
import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.Headers;
import dev.varve.server.http.RawClient;
import dev.varve.server.http.RawClient.Received;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/** A connection on which a test signs as it likes; made anew when the server ends it. */
final class SigningClient implements AutoCloseable {
  static final String REGION = "us-east-1";

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final int port;
  private RawClient connection;

  SigningClient(int port) throws IOException {
    this.port = port;
    this.connection = new RawClient(port);
  }

  /** Signs with a key, now. */
  static Signer signer(NewKey key) {
    return signer(key, Instant.now());
  }

  static Signer signer(NewKey key, Instant when) {
    return new Signer(key.id(), key.secret(), REGION, DATE.format(when), null);
  }

  /** The header fields of a call: all that is signed beside the date. */
  static List<Map.Entry<String, String>> headers(String target) {
    return List.of(
        Map.entry("Host", "localhost"),
        Map.entry("Content-Type", "application/x-amz-json-1.0"),
        Map.entry("X-Amz-Target", target));
  }

  /** A signed call; quotes in the body are single. */
  static ApiRequest signed(Signer signer, String target, String json) {
    return signer.inHeader("POST", headers(target), json(json));
  }

  /** A call without a signature. */
  static ApiRequest unsigned(String target, String json) {
    return new ApiRequest("POST", "/", Headers.of(headers(target)), json(json));
  }

  private static byte[] json(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  /** Calls an operation. */
  Received call(NewKey key, String target, String json) throws IOException {
    return send(signed(signer(key), target, json));
  }

  /** Sends a request, and reads what is answered. */
  Received send(ApiRequest request) throws IOException {
    Received answer = connection.send(bytes(request)).receive(!request.method().equals("HEAD"));
    if ("close".equals(answer.fields().get("connection"))) {
      connection.close();
      connection = new RawClient(port);
    }
    return answer;
  }

  /** A request as it goes over the network, with the length of its body. */
  static byte[] bytes(ApiRequest request) {
    StringBuilder head = new StringBuilder();
    head.append(request.method()).append(' ').append(request.uri()).append(" HTTP/1.1\r\n");
    request
        .headers()
        .fields()
        .forEach(field ->
            head.append(field.getKey()).append(": ").append(field.getValue()).append("\r\n"));
    head.append("Content-Length: ").append(request.body().length).append("\r\n\r\n");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    bytes.writeBytes(request.body());
    return bytes.toByteArray();
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
