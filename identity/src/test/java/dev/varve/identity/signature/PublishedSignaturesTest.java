package dev.varve.identity.signature;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.Headers;
import dev.varve.protocol.InvalidSignatureException;
import dev.varve.testing.ManualClock;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples that AWS has published for Signature Version 4, in its guide and its test suite. */
class PublishedSignaturesTest {
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  private static final String DATE = "20150830T123600Z";
  private static final Map.Entry<String, String> HOST = Map.entry("Host", "example.amazonaws.com");
  private static final Map.Entry<String, String> AT = Map.entry("X-Amz-Date", DATE);

  /**
   * A request and its signature.
   *
   * @param canonicalHash of the canonical request, in hexadecimal
   */
  private record Example(
      String name,
      String service,
      String method,
      String uri,
      List<Map.Entry<String, String>> headers,
      List<String> signed,
      String body,
      String canonicalHash,
      String signature) {
    ApiRequest request() {
      return new ApiRequest(
          method, uri, Headers.of(headers), body.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<String> HOST_AND_DATE = List.of("host", "x-amz-date");

  static List<Example> examples() {
    return List.of(
        new Example(
            "ListUsers of the guide",
            "iam",
            "GET",
            "/?Action=ListUsers&Version=2010-05-08",
            List.of(
                Map.entry("Host", "iam.amazonaws.com"),
                Map.entry("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
                AT),
            List.of("content-type", "host", "x-amz-date"),
            "",
            "f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59",
            "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"),
        new Example(
            "get-vanilla",
            "service",
            "GET",
            "/",
            List.of(HOST, AT),
            HOST_AND_DATE,
            "",
            "bb579772317eb040ac9ed261061d46c1f17a8133879d6129b6e1c25292927e63",
            "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        new Example(
            "get-vanilla-query-order-key-case",
            "service",
            "GET",
            "/?Param2=value2&Param1=value1",
            List.of(HOST, AT),
            HOST_AND_DATE,
            "",
            "816cd5b414d056048ba4f7c5386d6e0533120fb1fcfa93762cf0fc39e2cf19e0",
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"),
        new Example(
            "post-vanilla",
            "service",
            "POST",
            "/",
            List.of(HOST, AT),
            HOST_AND_DATE,
            "",
            "553f88c9e4d10fc9e109e2aeb65f030801b70c2f6468faca261d401ae622fc87",
            "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
        new Example(
            "post-x-www-form-urlencoded",
            "service",
            "POST",
            "/",
            List.of(Map.entry("Content-Type", "application/x-www-form-urlencoded"), HOST, AT),
            List.of("content-type", "host", "x-amz-date"),
            "Param1=value1",
            "42a5e5bb34198acb3e84da4f085bb7927f2bc277ca766e6d19c73c2154021281",
            "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"),
        new Example(
            "get-header-value-trim",
            "service",
            "GET",
            "/",
            List.of(
                HOST,
                Map.entry("My-Header1", " value1"),
                Map.entry("My-Header2", " \"a   b   c\""),
                AT),
            List.of("host", "my-header1", "my-header2", "x-amz-date"),
            "",
            "a726db9b0df21c14f559d0a978e563112acb1b9e05476f0a6a1c7d68f28605c7",
            "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"),
        new Example(
            "get-header-key-duplicate",
            "service",
            "GET",
            "/",
            List.of(
                HOST,
                Map.entry("My-Header1", "value2"),
                Map.entry("My-Header1", "value2"),
                Map.entry("My-Header1", "value1"),
                AT),
            List.of("host", "my-header1", "x-amz-date"),
            "",
            "dc7f04a3abfde8d472b0ab1a418b741b7c67174dad1551b4117b15527fbe966c",
            "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea"));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void examplesAreVerified(Example example) {
    assertEquals(
        example.canonicalHash(),
        Hashes.sha256Hex(CanonicalRequest.bytes(example.request(), example.signed())));
    Credential credential =
        Credential.require("AKIDEXAMPLE/20150830/us-east-1/" + example.service() + "/aws4_request");
    Signatures signatures = new Signatures(new ManualClock());
    assertDoesNotThrow(() ->
        signatures.verify(
            example.request(),
            authorization(example, example.signature()),
            credential,
            () -> SECRET));
    assertThrows(
        InvalidSignatureException.class,
        () ->
            signatures.verify(
                example.request(),
                authorization(example, example.signature().replace('f', 'e')),
                credential,
                () -> SECRET));
  }

  private static Authorization authorization(Example example, String signature) {
    return new Authorization("AWS4-HMAC-SHA256", "", example.signed(), signature, DATE, null, -1);
  }

  @ParameterizedTest
  @MethodSource("derivedKeys")
  void keysAreDerived(Map.Entry<String, String> derived) {
    Credential credential =
        new Credential("", "20150830", "us-east-1", derived.getKey(), "aws4_request");
    assertEquals(
        derived.getValue(),
        HexFormat.of().formatHex(SigningKeys.derive(SECRET, credential).getEncoded()));
  }

  static List<Map.Entry<String, String>> derivedKeys() {
    return List.of(
        Map.entry("iam", "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9"),
        Map.entry("service", "938127b5336810ddb6a5d6af445fcac9e371f9ed418ed386b022aed82901be75"));
  }
}
