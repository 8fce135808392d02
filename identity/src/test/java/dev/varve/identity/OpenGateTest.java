package dev.varve.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.Caller;
import dev.varve.protocol.Headers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpenGateTest {
  private static Caller identify(String uri, String authorization) {
    Headers headers =
        authorization == null
            ? Headers.none()
            : Headers.of(List.of(Map.entry("Authorization", authorization)));
    return new OpenGate().identify(new ApiRequest("POST", uri, headers, new byte[0]));
  }

  private static Caller caller(String region, Optional<String> keyId) {
    return new Caller(
        "000000000000",
        region,
        keyId,
        Optional.empty(),
        "arn:aws:iam::000000000000:root",
        Map.of());
  }

  @Test
  void aRequestMayBeUnsigned() {
    for (String header :
        new String[] {null, "", "Basic abc", "AWS4-HMAC-SHA256", "AWS4-X Credential=a/b"}) {
      assertEquals(caller("us-east-1", Optional.empty()), identify("/", header), header);
    }
  }

  @Test
  void keyAndRegionAreWhatTheHeaderSays() {
    assertEquals(
        caller("eu-north-1", Optional.of("anything")),
        identify(
            "/",
            "AWS4-HMAC-SHA256 Credential=anything/20250101/eu-north-1/dynamodb/aws4_request,"
                + " SignedHeaders=host, Signature=0"));
    assertEquals(
        caller("eu-north-1", Optional.of("k")),
        identify("/?X-Amz-Credential=k%2F20250101%2Feu-north-1%2Fdynamodb%2Faws4_request", null));
  }

  @Test
  void aKeyIdOfTwelveDigitsIsAnAccount() {
    Caller caller =
        identify("/?X-Amz-Credential=123456789012%2F20250101%2Feu-north-1%2Fs%2Ft", null);
    assertEquals("123456789012", caller.account());
    assertEquals("eu-north-1", caller.region());
    assertEquals("arn:aws:iam::123456789012:root", caller.arn());
  }

  @Test
  void whatCanBeNoRegionIsNone() {
    for (String region : List.of("", "../x", "a b", "x".repeat(65))) {
      assertEquals(
          caller("us-east-1", Optional.of("k")),
          identify("/?X-Amz-Credential=k/20250101/" + region.replace("/", "%") + "/s/t", null),
          region);
    }
  }
}
