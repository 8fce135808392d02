package dev.varve.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.varve.dynamodb.error.DynamoException;
import dev.varve.identity.signature.Authorization;
import dev.varve.identity.signature.Credential;
import dev.varve.identity.signature.Signatures;
import dev.varve.identity.testing.Signer;
import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.Headers;
import dev.varve.testing.ManualClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Signatures: any request is found to be one of those that were signed, perhaps written in another
 * way, or is refused with an error of the service's.
 */
class SignatureFuzzTest {
  private static final String KEY_ID = "AKIDEXAMPLE";
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  private static final String DATE = "20250101T000000Z";
  private static final byte[] BODY = "{}".getBytes(StandardCharsets.US_ASCII);

  private static final List<Map.Entry<String, String>> HEADERS =
      List.of(
          Map.entry("Host", "localhost:8000"),
          Map.entry("Content-Type", "application/x-amz-json-1.0"),
          Map.entry("X-Amz-Target", "DynamoDB_20120810.ListTables"));

  private static final Signer SIGNER = new Signer(KEY_ID, SECRET, "us-east-1", DATE, null);

  /** What was signed, and may be asked by whoever got hold of it: what the inputs begin with. */
  private static final List<ApiRequest> SIGNED =
      List.of(
          SIGNER.inHeader("POST", HEADERS, BODY),
          SIGNER.inQuery("POST", HEADERS, BODY, "600"),
          SIGNER.inHeader("GET", "/a/b", List.of(Map.entry("Host", "h")), new byte[0]));

  private static final Set<List<String>> MEANINGS =
      SIGNED.stream().map(SignatureFuzzTest::meaning).collect(Collectors.toSet());

  private static final Signatures SIGNATURES = new Signatures(new ManualClock());

  /**
   * Checks a request.
   *
   * @param input a line with method and URI, lines of header fields, an empty line, the body
   */
  @FuzzTest(maxDuration = "10m")
  void onlyWhatWasSignedIsTaken(byte[] input) {
    ApiRequest request = request(new String(input, StandardCharsets.ISO_8859_1));
    String credential = Authorization.credentialOf(request);
    if (credential != null) {
      Credential.parse(credential);
    }
    try {
      verify(request);
    } catch (DynamoException refused) {
      return;
    }
    assertTrue(MEANINGS.contains(meaning(request)), () -> "a forged request: " + request);
  }

  @Test
  void whatWasSignedIsTaken() {
    for (ApiRequest request : SIGNED) {
      verify(request);
      verify(request(text(request)));
    }
  }

  /** So that the fuzzer begins with signatures that are right. */
  @Test
  void theInputsHaveIt() throws IOException {
    List<String> inputs = new ArrayList<>();
    for (String name : List.of("in-header", "in-query", "path")) {
      String file = "SignatureFuzzTestInputs/onlyWhatWasSignedIsTaken/" + name;
      try (InputStream in = SignatureFuzzTest.class.getResourceAsStream(file)) {
        inputs.add(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
      }
    }
    assertEquals(SIGNED.stream().map(SignatureFuzzTest::text).toList(), inputs);
  }

  private static void verify(ApiRequest request) {
    Authorization authorization = Authorization.of(request);
    Credential credential = SIGNATURES.check(authorization);
    // Whatever key is named: one secret for all makes forging easier.
    SIGNATURES.verify(request, authorization, credential, () -> SECRET);
  }

  private static ApiRequest request(String text) {
    int end = text.indexOf("\n\n");
    String[] head = (end < 0 ? text : text.substring(0, end)).split("\n", -1);
    String body = end < 0 ? "" : text.substring(end + 2);
    String[] line = head[0].split(" ", 2);
    List<Map.Entry<String, String>> fields = new ArrayList<>();
    for (int i = 1; i < head.length; i++) {
      String[] field = head[i].split(":", 2);
      fields.add(Map.entry(field[0], field.length == 1 ? "" : field[1].strip()));
    }
    return new ApiRequest(
        line[0],
        line.length == 1 ? "/" : line[1],
        Headers.of(fields),
        body.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String text(ApiRequest request) {
    return Stream.concat(
            Stream.of(request.method() + " " + request.uri()),
            request.headers().fields().stream()
                .map(field -> field.getKey() + ": " + field.getValue()))
        .collect(Collectors.joining("\n", "", "\n\n"))
        .concat(new String(request.body(), StandardCharsets.ISO_8859_1));
  }

  /** All that a signature is about, in a way that knows nothing of the one under test. */
  private static List<String> meaning(ApiRequest request) {
    Authorization said = Authorization.of(request);
    List<String> meaning = new ArrayList<>();
    String[] uri = request.uri().split("\\?", 2);
    meaning.add(request.method());
    meaning.add(uri[0].isEmpty() ? "/" : uri[0]);
    meaning.add(said.date());
    meaning.add(said.credential().substring(said.credential().indexOf('/')));
    meaning.add(String.join(";", said.signedHeaders()));
    for (String name : said.signedHeaders()) {
      meaning.add(
          request.headers().all(name).stream()
              .map(value -> value.replaceAll("[ \t]+", " ").strip())
              .collect(Collectors.joining(",", name.toLowerCase(Locale.ROOT) + ":", "")));
    }
    if (uri.length == 2) {
      Stream.of(uri[1].split("&", -1))
          .filter(pair -> !pair.isEmpty())
          .map(pair -> decoded(pair.contains("=") ? pair : pair + "="))
          .filter(pair -> !pair.startsWith("X-Amz-Signature="))
          .filter(pair -> !pair.startsWith("X-Amz-Credential="))
          .sorted()
          .forEach(meaning::add);
    }
    meaning.add(new String(request.body(), StandardCharsets.ISO_8859_1));
    return meaning;
  }

  private static String decoded(String text) {
    StringBuilder decoded = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.substring(i).matches("(?s)%[0-9a-fA-F]{2}.*")) {
        decoded.append((char) Integer.parseInt(text.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        decoded.append(text.charAt(i));
      }
    }
    return decoded.toString();
  }
}
