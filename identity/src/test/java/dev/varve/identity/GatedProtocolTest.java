package dev.varve.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.varve.identity.store.NewKey;
import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.ApiResponse;
import dev.varve.protocol.CallListener;
import dev.varve.protocol.Headers;
import dev.varve.protocol.Protocol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The gate where it stands: what clients read when it refuses them, and what comes before it. */
class GatedProtocolTest {
  private Fixture fixture;
  private Protocol protocol;

  @BeforeEach
  void open() throws IOException {
    fixture = new Fixture();
    protocol = new Protocol(_ -> fixture.varve, fixture.gate, CallListener.NONE);
  }

  @AfterEach
  void close() throws IOException {
    fixture.close();
  }

  private static List<Map.Entry<String, String>> headers(String operation) {
    return List.of(
        Fixture.HOST,
        Map.entry("Content-Type", "application/x-amz-json-1.0"),
        Map.entry("X-Amz-Target", "DynamoDB_20120810." + operation));
  }

  private String signed(NewKey key, String operation, String body) {
    return text(
        protocol.answer(
            fixture
                .signer(key)
                .inHeader("POST", headers(operation), body.getBytes(StandardCharsets.UTF_8))));
  }

  private String unsigned(String operation, String body) {
    return text(
        protocol.answer(
            new ApiRequest(
                "POST",
                "/",
                Headers.of(headers(operation)),
                body.getBytes(StandardCharsets.UTF_8))));
  }

  private static String text(ApiResponse response) {
    return response.status() + " " + new String(response.body(), StandardCharsets.UTF_8);
  }

  @Test
  void whoIsAllowedGetsAnAnswer() {
    assertEquals("200 {\"TableNames\":[]}", signed(fixture.admin, "ListTables", "{}"));
  }

  @Test
  void whoIsNotIsTold() throws IOException {
    assertEquals(
        "400 {\"__type\":\"com.amazon.coral.service#AccessDeniedException\",\"Message\":\"User:"
            + " arn:aws:iam::000000000000:user/bob is not authorized to perform:"
            + " dynamodb:ListTables on resource:"
            + " arn:aws:dynamodb:us-east-1:000000000000:table/* because no identity-based policy"
            + " allows the dynamodb:ListTables action\"}",
        signed(fixture.store.createKey("bob"), "ListTables", "{}"));
    assertEquals(
        "400 {\"__type\":\"com.amazon.coral.service#MissingAuthenticationTokenException\","
            + "\"message\":\"Request is missing Authentication Token\"}",
        unsigned("ListTables", "{}"));
    assertEquals(
        "400 {\"__type\":\"com.amazon.coral.service#UnrecognizedClientException\","
            + "\"message\":\"The security token included in the request is invalid.\"}",
        signed(new NewKey("AKIA", "secret", "nobody"), "ListTables", "{}"));
  }

  @Test
  void anUnknownOperationAndBadJsonComeFirst() {
    assertEquals(
        "400 {\"__type\":\"com.amazon.coral.service#UnknownOperationException\"}",
        unsigned("ListNothing", "{}"));
    assertEquals(
        "400 {\"__type\":\"com.amazon.coral.service#SerializationException\"}",
        unsigned("ListTables", "{"));
  }

  @Test
  void anEmptyBodyAndWrongTypesComeBehind() throws IOException {
    NewKey bob = fixture.store.createKey("bob");
    assertEquals(
        "400 {\"__type\":\"com.amazon.coral.service#SerializationException\"}",
        signed(bob, "ListTables", ""));
    assertEquals(
        "400 {\"__type\":\"com.amazon.coral.service#SerializationException\",\"Message\":"
            + "\"STRING_VALUE cannot be converted to Integer\"}",
        signed(bob, "ListTables", "{\"Limit\":\"a\"}"));
  }
}
