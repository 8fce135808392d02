package dev.varve.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.varve.identity.signature.RequestSigner;
import dev.varve.identity.testing.Signer;
import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestSignerTest {
  @Test
  void signsAsTheGuideSays() {
    List<Map.Entry<String, String>> headers =
        List.of(
            Map.entry("Host", "localhost:8000"),
            Map.entry("Content-Type", "application/x-amz-json-1.0"),
            Map.entry("X-Amz-Target", "DynamoDB_20120810.ListTables"));
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
    ApiRequest expected =
        new Signer("AKIAEXAMPLE", "secret", "eu-central-1", "20250101T000000Z", null)
            .inHeader("POST", headers, body);
    ApiRequest signed =
        new RequestSigner("AKIAEXAMPLE", "secret", "eu-central-1")
            .signed(
                new ApiRequest("POST", "/", Headers.of(headers), body),
                Instant.parse("2025-01-01T00:00:00Z").toEpochMilli());
    assertEquals(expected.headers().fields(), signed.headers().fields());
  }
}
