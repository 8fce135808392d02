package dev.varve.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.varve.dynamodb.error.DynamoException;
import dev.varve.identity.store.NewKey;
import dev.varve.identity.testing.Signer;
import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.Caller;
import dev.varve.protocol.Headers;
import dev.varve.protocol.IncompleteSignatureException;
import dev.varve.protocol.InvalidSignatureException;
import dev.varve.protocol.MissingAuthenticationTokenException;
import dev.varve.protocol.UnrecognizedClientException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Section 3 of the reference: every check, in its order and in its words. */
class SigningGateTest {
  private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);
  private static final String MISMATCH =
      "The request signature we calculated does not match the signature you provided. Check your"
          + " AWS Secret Access Key and signing method. Consult the service documentation for"
          + " details.";

  private Fixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture = new Fixture();
  }

  @AfterEach
  void close() throws IOException {
    fixture.close();
  }

  private ApiRequest good() {
    return fixture.signed(fixture.admin, "{}");
  }

  /** A request with other header fields; null takes one away. */
  private static ApiRequest with(ApiRequest request, String name, String value) {
    List<Map.Entry<String, String>> fields = new ArrayList<>(request.headers().fields());
    fields.removeIf(field -> field.getKey().equals(name));
    if (value != null) {
      fields.add(Map.entry(name, value));
    }
    return new ApiRequest(request.method(), request.uri(), Headers.of(fields), request.body());
  }

  private static ApiRequest at(ApiRequest request, String uri) {
    return new ApiRequest(request.method(), uri, request.headers(), request.body());
  }

  private static String authorization(ApiRequest request) {
    return request.headers().value("Authorization");
  }

  private ApiRequest replaced(String from, String to) {
    ApiRequest good = good();
    return with(good, "Authorization", authorization(good).replace(from, to));
  }

  private <E extends DynamoException> void refused(
      Class<E> error, String message, ApiRequest request) {
    assertEquals(message, assertThrows(error, () -> fixture.gate.identify(request)).getMessage());
  }

  @Test
  void aGoodRequestIsItsUsers() throws IOException {
    Caller caller = fixture.gate.identify(good());
    assertEquals("000000000000", caller.account());
    assertEquals("us-east-1", caller.region());
    assertEquals(Optional.of(fixture.admin.id()), caller.keyId());
    assertEquals(Optional.of("admin"), caller.user());
    assertEquals("arn:aws:iam::000000000000:user/admin", caller.arn());
    assertEquals("admin", caller.session().get("aws:username"));
  }

  @Test
  void anyRegionIsTheCallers() throws IOException {
    Signer signer =
        new Signer(fixture.admin.id(), fixture.admin.secret(), "eu-west-3", Fixture.DATE, null);
    assertEquals(
        "eu-west-3",
        fixture.gate.identify(signer.inHeader("POST", List.of(Fixture.HOST), BODY)).region());
  }

  @Test
  void partsStandBetweenCommasAndBlanksInAnyMix() throws IOException {
    ApiRequest good = good();
    for (String separator : List.of(",", " ", "  ,  ", ",,")) {
      ApiRequest request =
          with(good, "Authorization", authorization(good).replace(", ", separator));
      assertEquals(Optional.of("admin"), fixture.gate.identify(request).user(), separator);
    }
  }

  @Test
  void headerAndQueryTogetherAreRefused() {
    refused(
        InvalidSignatureException.class,
        "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.",
        at(good(), "/?X-Amz-Algorithm=AWS4-HMAC-SHA256"));
  }

  @Test
  void aRequestWithoutSignatureIsRefused() {
    String message = "Request is missing Authentication Token";
    ApiRequest bare = with(good(), "Authorization", null);
    refused(MissingAuthenticationTokenException.class, message, bare);
    refused(
        MissingAuthenticationTokenException.class, message, with(bare, "Authorization", "Basic x"));
    refused(MissingAuthenticationTokenException.class, message, at(bare, "/?a=b"));
  }

  @Test
  void missingPartsOfTheHeaderAreListed() {
    String header = "AWS4-HMAC-SHA256";
    ApiRequest bare =
        new ApiRequest("POST", "/", Headers.of(List.of(Map.entry("Authorization", header))), BODY);
    refused(
        IncompleteSignatureException.class,
        "Authorization header requires 'Credential' parameter. "
            + "Authorization header requires 'Signature' parameter. "
            + "Authorization header requires 'SignedHeaders' parameter. "
            + "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
            + "Authorization=AWS4-HMAC-SHA256",
        bare);
    String one = header + " Credential=a, SignedHeaders=b";
    refused(
        IncompleteSignatureException.class,
        "Authorization header requires 'Signature' parameter. Authorization=" + one,
        with(good(), "Authorization", one));
  }

  @Test
  void missingPartsOfTheQueryAreListed() {
    ApiRequest bare = with(with(good(), "Authorization", null), "X-Amz-Date", null);
    refused(
        IncompleteSignatureException.class,
        "AWS query-string parameters must include 'X-Amz-Credential'. "
            + "AWS query-string parameters must include 'X-Amz-Signature'. "
            + "AWS query-string parameters must include 'X-Amz-SignedHeaders'. "
            + "AWS query-string parameters must include 'X-Amz-Date'. "
            + "Re-examine the query-string parameters.",
        at(bare, "/?X-Amz-Algorithm=AWS4-HMAC-SHA256"));
  }

  @Test
  void theDateHasTheBasicFormat() {
    for (String date :
        List.of("2025", "20250101T000000", "20251301T000000Z", "2025-01-01T00:00:00Z", "x")) {
      refused(
          IncompleteSignatureException.class,
          "Date must be in ISO-8601 'basic format'. Got '"
              + date
              + "'. See http://en.wikipedia.org/wiki/ISO_8601",
          with(good(), "X-Amz-Date", date));
    }
  }

  @Test
  void theDateMayStandInTheHeaderOfThatName() throws IOException {
    ApiRequest good = good();
    ApiRequest dated = with(with(good, "X-Amz-Date", null), "Date", Fixture.DATE);
    refused(InvalidSignatureException.class, MISMATCH, dated); // x-amz-date was signed
    ApiRequest lost = with(good, "X-Amz-Date", null);
    refused(
        IncompleteSignatureException.class,
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
            + "Authorization="
            + authorization(lost),
        lost);
  }

  @Test
  void aSignatureIsGoodForAQuarterOfAnHour() throws IOException {
    ApiRequest request = good();
    fixture.clock.advance(Duration.ofMinutes(15));
    assertEquals(Optional.of("admin"), fixture.gate.identify(request).user());
    fixture.clock.advance(Duration.ofSeconds(1));
    refused(
        InvalidSignatureException.class,
        "Signature expired: 20250101T000000Z is now earlier than 20250101T000001Z"
            + " (20250101T001501Z - 15 min.)",
        request);
  }

  @Test
  void aSignatureMayBeFiveMinutesEarly() throws IOException {
    ApiRequest request = good();
    fixture.clock.setBack(Duration.ofMinutes(5));
    assertEquals(Optional.of("admin"), fixture.gate.identify(request).user());
    fixture.clock.setBack(Duration.ofSeconds(1));
    refused(
        InvalidSignatureException.class,
        "Signature not yet current: 20250101T000000Z is still later than 20241231T235959Z"
            + " (20241231T235459Z + 5 min.)",
        request);
  }

  @Test
  void theHostIsSigned() {
    refused(
        InvalidSignatureException.class,
        "'Host' must be a 'SignedHeader' in the AWS Authorization.",
        replaced("host;", ""));
  }

  @Test
  void thereIsOneAlgorithm() {
    refused(
        IncompleteSignatureException.class,
        "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA1' (only AWS4-HMAC-SHA256 for now). ",
        replaced("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA1"));
  }

  @Test
  void aCredentialHasFiveParts() {
    String id = fixture.admin.id();
    for (String credential : List.of(id, id + "/20250101/us-east-1/dynamodb", "/////")) {
      refused(
          IncompleteSignatureException.class,
          "Credential must have exactly 5 slash-delimited elements, e.g."
              + " keyid/date/region/service/term, got '"
              + credential
              + "'",
          replaced(id + "/20250101/us-east-1/dynamodb/aws4_request", credential));
    }
  }

  @Test
  void faultsOfTheScopeAreListed() {
    refused(
        InvalidSignatureException.class,
        "Credential should be scoped to a valid region, not 'a_b'. "
            + "Credential should be scoped to correct service: 'dynamodb'. "
            + "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5'. "
            + "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from"
            + " HTTP: '20250102' != '20250101', from '20250101T000000Z'.",
        replaced("20250101/us-east-1/dynamodb/aws4_request", "20250102/a_b/s3/aws5"));
    refused(
        InvalidSignatureException.class,
        "Credential should be scoped to correct service: 'dynamodb'. ",
        replaced("/dynamodb/", "/s3/"));
  }

  @Test
  void aKeyIsKnownAndActive() throws IOException {
    String message = "The security token included in the request is invalid.";
    refused(
        UnrecognizedClientException.class,
        message,
        replaced(fixture.admin.id(), "AKIAAAAAAAAAAAAAAAAA"));
    ApiRequest request = good();
    fixture.store.setActive(fixture.admin.id(), false);
    refused(UnrecognizedClientException.class, message, request);
    fixture.store.setActive(fixture.admin.id(), true);
    assertEquals(Optional.of("admin"), fixture.gate.identify(request).user());
    fixture.store.deleteKey(fixture.admin.id());
    refused(UnrecognizedClientException.class, message, request);
  }

  @Test
  void anotherSecretDoesNotSign() {
    NewKey other = new NewKey(fixture.admin.id(), "x".repeat(40), "admin");
    refused(InvalidSignatureException.class, MISMATCH, fixture.signed(other, "{}"));
  }

  @Test
  void thePathAndTheMethodAreSigned() {
    refused(InvalidSignatureException.class, MISMATCH, at(good(), "/x"));
    refused(InvalidSignatureException.class, MISMATCH, at(good(), "/?x"));
    ApiRequest good = good();
    refused(
        InvalidSignatureException.class,
        MISMATCH,
        new ApiRequest("PUT", "/", good.headers(), good.body()));
  }

  @Test
  void aUsersKeyNeedsNoToken() {
    Signer signer =
        new Signer(
            fixture.admin.id(), fixture.admin.secret(), Fixture.REGION, Fixture.DATE, "token");
    refused(
        UnrecognizedClientException.class,
        "The security token included in the request is invalid",
        signer.inHeader("POST", List.of(Fixture.HOST), BODY));
  }

  @Test
  void theBodyMayBeLeftUnsigned() throws IOException {
    Map.Entry<String, String> unsigned = Map.entry("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD");
    ApiRequest request =
        fixture.signer(fixture.admin).inHeader("POST", List.of(Fixture.HOST, unsigned), BODY);
    ApiRequest other = new ApiRequest("POST", "/", request.headers(), new byte[] {1, 2});
    assertEquals(Optional.of("admin"), fixture.gate.identify(request).user());
    assertEquals(Optional.of("admin"), fixture.gate.identify(other).user());
    // Said by somebody behind the signer.
    refused(
        InvalidSignatureException.class,
        MISMATCH,
        with(
            new ApiRequest("POST", "/", good().headers(), new byte[] {1}),
            "X-Amz-Content-Sha256",
            "UNSIGNED-PAYLOAD"));
  }

  @Test
  void aQueryMayBeSignedForLonger() throws IOException {
    Signer signer = fixture.signer(fixture.admin);
    ApiRequest usual = signer.inQuery("POST", List.of(Fixture.HOST), BODY, null);
    ApiRequest hour = signer.inQuery("POST", List.of(Fixture.HOST), BODY, "3600");
    assertEquals(Optional.of("admin"), fixture.gate.identify(usual).user());
    fixture.clock.advance(Duration.ofMinutes(60));
    refused(
        InvalidSignatureException.class,
        "Signature expired: 20250101T000000Z is now earlier than 20250101T004500Z"
            + " (20250101T010000Z - 15 min.)",
        usual);
    assertEquals(Optional.of("admin"), fixture.gate.identify(hour).user());
    fixture.clock.advance(Duration.ofSeconds(1));
    refused(
        InvalidSignatureException.class,
        "Signature expired: 20250101T000000Z is now earlier than 20250101T000001Z"
            + " (20250101T010001Z - 3600 sec.)",
        hour);
    for (String wrong : List.of("0", "604801", "-1", "x", "99999999999999999999999")) {
      refused(
          IncompleteSignatureException.class,
          "'X-Amz-Expires' must be a number of seconds from 1 to 604800. Got '" + wrong + "'",
          signer.inQuery("POST", List.of(Fixture.HOST), BODY, wrong));
    }
  }

  @Test
  void useIsNoted() throws IOException {
    fixture.clock.advance(Duration.ofMinutes(3));
    fixture.gate.identify(good());
    assertEquals(0, fixture.store.current().keys().get(fixture.admin.id()).lastUsed());
    fixture.scheduler.tick();
    assertEquals(
        fixture.clock.epochMillis(),
        fixture.store.current().keys().get(fixture.admin.id()).lastUsed());
  }
}
