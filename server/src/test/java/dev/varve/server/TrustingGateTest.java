package dev.varve.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.Caller;
import dev.varve.protocol.Headers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrustingGateTest {
  private static Caller identify(String uri, String authorization) {
    Headers headers =
        authorization == null
            ? Headers.none()
            : Headers.of(List.of(Map.entry("Authorization", authorization)));
    return new TrustingGate().identify(new ApiRequest("POST", uri, headers, new byte[0]));
  }

  @Test
  void whoDoesNotSignIsSomebody() {
    for (String authorization :
        new String[] {null, "", "Basic x", "AWS4-HMAC-SHA256 Credential=x"}) {
      Caller caller = identify("/", authorization);
      assertEquals("000000000000", caller.account());
      assertEquals("us-east-1", caller.region());
      assertEquals(Optional.empty(), caller.keyId());
    }
  }

  @Test
  void whoSignsIsBelieved() {
    Caller caller =
        identify(
            "/",
            "AWS4-HMAC-SHA256 Credential=AKIA1/20260101/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0");
    assertEquals("000000000000", caller.account());
    assertEquals("eu-west-1", caller.region());
    assertEquals(Optional.of("AKIA1"), caller.keyId());
    assertEquals(Optional.empty(), caller.user());
  }

  @Test
  void aKeyIdOfTwelveDigitsIsAnAccount() {
    Caller caller =
        identify(
            "/?X-Amz-Credential=123456789012%2F20260101%2Feu-north-1%2Fdynamodb%2Faws4_request&X-Amz-Date=x",
            null);
    assertEquals("123456789012", caller.account());
    assertEquals("eu-north-1", caller.region());
    assertEquals("arn:aws:iam::123456789012:root", caller.arn());
  }
}
