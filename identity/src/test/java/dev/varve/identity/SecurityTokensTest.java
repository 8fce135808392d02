package dev.varve.identity;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.varve.dynamodb.TableDefinition;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.json.Operations;
import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.identity.policy.Policy;
import dev.varve.identity.session.SecurityTokenService;
import dev.varve.identity.store.IdentityException;
import dev.varve.identity.store.IdentityStore;
import dev.varve.identity.store.Issuer;
import dev.varve.identity.testing.Signer;
import dev.varve.protocol.AccessDeniedException;
import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.ApiResponse;
import dev.varve.protocol.Caller;
import dev.varve.protocol.ExpiredTokenException;
import dev.varve.protocol.Headers;
import dev.varve.protocol.InvalidSignatureException;
import dev.varve.protocol.UnrecognizedClientException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Temporary credentials from an issuer's token to a read of an item. */
class SecurityTokensTest {
  private static final String ISSUER = "https://accounts.example.com";
  private static final String ROLE_ARN = "arn:aws:iam::000000000000:role/player";
  private static final String POLICY =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"dynamodb:*","Resource":"*",
       "Condition":{"ForAllValues:StringEquals":
         {"dynamodb:LeadingKeys":["${accounts.example.com:sub}"]}}}]}
      """;

  private static RSAKey rsa;
  private static ECKey ec;

  private Fixture fixture;
  private SecurityTokenService service;

  @BeforeAll
  static void makeKeys() throws JOSEException {
    rsa = new RSAKeyGenerator(2048).keyID("one").generate();
    ec = new ECKeyGenerator(Curve.P_256).keyID("two").generate();
  }

  @BeforeEach
  void open() throws IOException {
    fixture = new Fixture();
    fixture.store.putIssuer(Issuer.of(ISSUER, new JWKSet(List.of(rsa, ec)).toString(false)));
    fixture.store.putRole("player", ISSUER, "game", Policy.ofIdentity(POLICY));
    fixture.varve.createTable(
        TableDefinition.named("scores").partitionKey("player", AttributeType.S).build());
    service = new SecurityTokenService(fixture.store, fixture.clock, "000000000000");
  }

  @AfterEach
  void close() throws IOException {
    fixture.close();
  }

  private JWTClaimsSet.Builder claims() {
    long now = fixture.clock.epochMillis();
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .subject("alice")
        .audience("game")
        .issueTime(date(now))
        .expirationTime(date(now + 600_000));
  }

  private static Date date(long millis) {
    return Date.from(Instant.ofEpochMilli(millis));
  }

  private static String token(JWTClaimsSet claims) throws JOSEException {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(rsa.getKeyID()).build(), claims);
    jwt.sign(new RSASSASigner(rsa));
    return jwt.serialize();
  }

  private ApiResponse assume(String token, String... more) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("Action", "AssumeRoleWithWebIdentity");
    form.put("Version", "2011-06-15");
    form.put("RoleArn", ROLE_ARN);
    form.put("RoleSessionName", "session-1");
    form.put("WebIdentityToken", token);
    for (int i = 0; i < more.length; i += 2) {
      form.put(more[i], more[i + 1]);
    }
    List<String> pairs = new ArrayList<>();
    form.forEach(
        (name, value) -> pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
    ApiRequest request =
        new ApiRequest(
            "POST",
            "/",
            Headers.of(
                List.of(
                    Map.entry("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"))),
            String.join("&", pairs).getBytes(StandardCharsets.UTF_8));
    assertTrue(SecurityTokenService.takes(request));
    return service.answer(request);
  }

  private static String element(ApiResponse answer, String name) {
    String xml = new String(answer.body(), StandardCharsets.UTF_8);
    int start = xml.indexOf("<" + name + ">") + name.length() + 2;
    assertTrue(start > name.length() + 1, xml);
    return xml.substring(start, xml.indexOf("</" + name + ">"));
  }

  private static void refused(int status, String code, ApiResponse answer) {
    assertEquals(
        status + " " + code,
        answer.status() + " " + element(answer, "Code"),
        () -> new String(answer.body(), StandardCharsets.UTF_8));
    assertFalse(element(answer, "Message").isEmpty());
  }

  private Signer signer(ApiResponse answer, String date) {
    return new Signer(
        element(answer, "AccessKeyId"),
        element(answer, "SecretAccessKey"),
        Fixture.REGION,
        date,
        element(answer, "SessionToken"));
  }

  private static ApiRequest signed(Signer signer) {
    return signer.inHeader("POST", List.of(Fixture.HOST), "{}".getBytes(StandardCharsets.UTF_8));
  }

  private void admit(Caller caller, String player) throws IOException {
    fixture.gate.admit(
        Fixture.UNSIGNED,
        caller,
        Operations.GET_ITEM,
        GetItem.of("scores", Item.of("player", AttributeValue.s(player))));
  }

  @Test
  void aTokenGivesCredentialsThatThePolicyLimits() throws IOException, JOSEException {
    ApiResponse answer = assume(token(claims().build()));
    assertEquals(200, answer.status());
    assertEquals("text/xml", answer.contentType());
    assertEquals("alice", element(answer, "SubjectFromWebIdentityToken"));
    assertEquals("game", element(answer, "Audience"));
    assertEquals(ISSUER, element(answer, "Provider"));
    assertEquals("arn:aws:sts::000000000000:assumed-role/player/session-1", element(answer, "Arn"));
    assertEquals("2025-01-01T01:00:00Z", element(answer, "Expiration"));
    assertTrue(element(answer, "AccessKeyId").startsWith("ASIA"));
    Caller caller = fixture.gate.identify(signed(signer(answer, Fixture.DATE)));
    assertEquals("arn:aws:sts::000000000000:assumed-role/player/session-1", caller.arn());
    assertEquals(Optional.empty(), caller.user());
    assertDoesNotThrow(() -> admit(caller, "alice"));
    AccessDeniedException denied =
        assertThrows(AccessDeniedException.class, () -> admit(caller, "bob"));
    assertTrue(
        denied
            .getMessage()
            .startsWith(
                "User: arn:aws:sts::000000000000:assumed-role/player/session-1 is not authorized to"
                    + " perform: dynamodb:GetItem"),
        denied.getMessage());
  }

  @Test
  void theSubjectHasANameThatIsTheSameForAllIssuers() throws IOException, JOSEException {
    fixture.store.putRole(
        "player",
        ISSUER,
        "game",
        Policy.ofIdentity(POLICY.replace("${accounts.example.com:sub}", "${issuer:sub}")));
    Caller caller =
        fixture.gate.identify(signed(signer(assume(token(claims().build())), Fixture.DATE)));
    assertDoesNotThrow(() -> admit(caller, "alice"));
    assertThrows(AccessDeniedException.class, () -> admit(caller, "bob"));
  }

  @Test
  void sessionsOutliveAStoreAndEndInTime() throws IOException, JOSEException {
    ApiResponse answer = assume(token(claims().build()), "DurationSeconds", "900");
    try (IdentityStore other =
        IdentityStore.open(fixture.env, Fixture.DATABASE, Optional.empty())) {
      SigningGate gate =
          new SigningGate(
              other, _ -> fixture.varve, fixture.clock, "000000000000", Optional.empty());
      assertEquals(
          "alice",
          gate.identify(signed(signer(answer, Fixture.DATE)))
              .session()
              .get("accounts.example.com:sub"));
      fixture.clock.advance(Duration.ofSeconds(899));
      gate.identify(signed(signer(answer, "20250101T001459Z")));
      fixture.clock.advance(Duration.ofSeconds(1));
      assertEquals(
          "The security token included in the request is expired",
          assertThrows(
                  ExpiredTokenException.class,
                  () -> gate.identify(signed(signer(answer, "20250101T001500Z"))))
              .getMessage());
    }
  }

  @Test
  void aChangedTokenIsNone() throws JOSEException {
    ApiResponse answer = assume(token(claims().build()));
    String token = element(answer, "SessionToken");
    String id = element(answer, "AccessKeyId");
    String secret = element(answer, "SecretAccessKey");
    List<String> wrong = new ArrayList<>(List.of("x", "", token + "AAAA", token.substring(4)));
    for (int at = 0; at < token.length(); at += 7) {
      char other = token.charAt(at) == 'A' ? 'B' : 'A';
      wrong.add(token.substring(0, at) + other + token.substring(at + 1));
    }
    for (String changed : wrong) {
      DynamoException refused =
          assertThrows(
              UnrecognizedClientException.class,
              () ->
                  fixture.gate.identify(
                      signed(new Signer(id, secret, Fixture.REGION, Fixture.DATE, changed))));
      assertEquals("The security token included in the request is invalid", refused.getMessage());
    }
    assertThrows(
        UnrecognizedClientException.class,
        () ->
            fixture.gate.identify(
                signed(
                    new Signer(
                        "ASIA" + "A".repeat(16), secret, Fixture.REGION, Fixture.DATE, token))),
        "a token is that of its own key");
    assertEquals(
        "The security token included in the request is invalid.",
        assertThrows(
                UnrecognizedClientException.class,
                () ->
                    fixture.gate.identify(
                        signed(new Signer(id, secret, Fixture.REGION, Fixture.DATE, null))))
            .getMessage());
    assertThrows(
        InvalidSignatureException.class,
        () ->
            fixture.gate.identify(
                signed(new Signer(id, "x".repeat(40), Fixture.REGION, Fixture.DATE, token))));
  }

  @Test
  void aRoleThatIsGoneEndsItsSessions() throws IOException, JOSEException {
    ApiResponse answer = assume(token(claims().build()));
    fixture.store.deleteRole("player");
    assertThrows(
        UnrecognizedClientException.class,
        () -> fixture.gate.identify(signed(signer(answer, Fixture.DATE))));
  }

  @Test
  void aSessionMayLimitItself() throws IOException, JOSEException {
    String policy =
        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\","
            + "\"Action\":\"dynamodb:PutItem\",\"Resource\":\"*\"}}";
    ApiResponse answer = assume(token(claims().build()), "Policy", policy);
    Caller caller = fixture.gate.identify(signed(signer(answer, Fixture.DATE)));
    assertTrue(
        assertThrows(AccessDeniedException.class, () -> admit(caller, "alice"))
            .getMessage()
            .endsWith(" because no session policy allows the dynamodb:GetItem action"));
    refused(400, "MalformedPolicyDocument", assume(token(claims().build()), "Policy", "{\"a\":1}"));
    refused(
        400, "ValidationError", assume(token(claims().build()), "PolicyArns.member.1.arn", "a"));
  }

  @Test
  void otherKeysOfTheSetSignToo() throws JOSEException {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(ec.getKeyID()).build(),
            claims().build());
    jwt.sign(new ECDSASigner(ec));
    assertEquals(200, assume(jwt.serialize()).status());
  }

  @Test
  void tokensThatProveNothingAreRefused() throws JOSEException {
    String code = "InvalidIdentityToken";
    refused(400, code, assume("nonsense"));
    refused(400, code, assume(new PlainJWT(claims().build()).serialize()));
    refused(400, code, assume(token(claims().issuer("https://other.example.com").build())));
    refused(400, code, assume(token(claims().issuer(null).build())));
    refused(400, code, assume(token(claims().subject(null).build())));
    refused(400, code, assume(token(claims().subject("x".repeat(256)).build())));
    refused(400, code, assume(token(claims().audience("another").build())));
    refused(400, code, assume(token(claims().expirationTime(null).build())));
    Date later = date(fixture.clock.epochMillis() + 120_000);
    refused(400, code, assume(token(claims().notBeforeTime(later).build())));
    refused(400, code, assume(token(claims().issueTime(later).build())));
    String good = token(claims().build());
    refused(400, code, assume(good.substring(0, good.length() - 8) + "AAAAAAAA"));
    RSAKey stranger = new RSAKeyGenerator(2048).keyID("one").generate();
    SignedJWT forged =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(), claims().build());
    forged.sign(new RSASSASigner(stranger));
    refused(400, code, assume(forged.serialize()));
    SignedJWT shared =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build(), claims().build());
    shared.sign(new MACSigner(rsa.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));
    refused(400, code, assume(shared.serialize()));
    String expired = token(claims().build());
    fixture.clock.advance(Duration.ofMinutes(10));
    refused(400, "ExpiredTokenException", assume(expired));
  }

  @Test
  void badRequestsAreRefused() throws JOSEException {
    String token = token(claims().build());
    refused(403, "AccessDenied", assume(token, "RoleArn", ROLE_ARN + "s"));
    refused(403, "AccessDenied", assume(token, "RoleArn", "arn:aws:iam::1:role/player"));
    refused(400, "InvalidAction", assume(token, "Action", "GetCallerIdentity"));
    refused(400, "ValidationError", assume(token, "RoleSessionName", "a b"));
    refused(400, "ValidationError", assume(token, "RoleSessionName", ""));
    refused(400, "ValidationError", assume(""));
    for (String seconds : List.of("899", "43201", "x", "-1", "", "99999999999999999999")) {
      refused(400, "ValidationError", assume(token, "DurationSeconds", seconds));
    }
    refused(400, "ValidationError", assume("x".repeat(70_000)));
    Headers headers =
        Headers.of(List.of(Map.entry("content-type", "application/x-www-form-urlencoded")));
    refused(
        400, "MissingAction", service.answer(new ApiRequest("POST", "/", headers, new byte[0])));
    refused(
        400,
        "ValidationError",
        service.answer(
            new ApiRequest("POST", "/", headers, "a=%zz".getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void otherRequestsAreForTheDatabase() {
    Headers json = Headers.of(List.of(Map.entry("Content-Type", "application/x-amz-json-1.0")));
    assertFalse(SecurityTokenService.takes(new ApiRequest("POST", "/", json, new byte[0])));
    assertFalse(
        SecurityTokenService.takes(new ApiRequest("POST", "/", Headers.none(), new byte[0])));
  }

  @Test
  void privateKeysAreNotKept() throws IOException {
    String kept = fixture.store.current().issuers().get(ISSUER).keySet();
    assertTrue(kept.contains(rsa.getKeyID()), kept);
    assertFalse(kept.contains(rsa.getPrivateExponent().toString()), kept);
    assertThrows(IdentityException.class, () -> Issuer.of(ISSUER, "{\"keys\":[]}"));
    assertThrows(IdentityException.class, () -> Issuer.of(ISSUER, "nonsense"));
    assertThrows(IdentityException.class, () -> Issuer.of("example.com", "{\"keys\":[]}"));
  }
}
