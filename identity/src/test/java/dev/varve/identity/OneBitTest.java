package dev.varve.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.varve.dynamodb.error.DynamoException;
import dev.varve.identity.store.NewKey;
import dev.varve.identity.testing.Signer;
import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.Headers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Requests that an independent signer has signed are taken, and with any one bit of what is signed
 * changed they are not.
 */
class OneBitTest {
  private static final int FLIPS = 100;
  private static final String NAMES = "abcdefghijklmnopqrstuvwxyz0123456789-";
  private static Fixture fixture;
  private static NewKey key;

  @BeforeContainer
  static void open() throws IOException {
    fixture = new Fixture();
    key = fixture.store.createKey("somebody");
  }

  @AfterContainer
  static void close() throws IOException {
    fixture.close();
  }

  @Property(tries = 1_000, shrinking = ShrinkingMode.OFF)
  void everyFlippedBitIsRefused(@ForAll long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    List<Map.Entry<String, String>> headers = new ArrayList<>(List.of(Fixture.HOST));
    headers.add(Map.entry("X-Amz-Target", "DynamoDB_20120810.GetItem"));
    headers.add(Map.entry("Content-Type", "application/x-amz-json-1.0"));
    for (int i = random.nextInt(4); i > 0; i--) {
      headers.add(Map.entry("X-" + text(random, NAMES), text(random, printable())));
    }
    byte[] body = new byte[random.nextInt(300)];
    random.nextBytes(body);
    Signer signer = new Signer(key.id(), key.secret(), Fixture.REGION, Fixture.DATE, null);
    boolean inQuery = random.nextInt(4) == 0;
    ApiRequest request =
        inQuery
            ? signer.inQuery("POST", headers, body, "900")
            : signer.inHeader("POST", headers, body);
    assertEquals(Optional.of("somebody"), fixture.gate.identify(request).user());
    for (int i = 0; i < FLIPS; i++) {
      ApiRequest flipped = flip(request, random);
      assertThrows(
          DynamoException.class,
          () -> fixture.gate.identify(flipped),
          () -> seed + ": " + flipped.uri() + flipped.headers().fields());
    }
  }

  private static String printable() {
    StringBuilder all = new StringBuilder();
    for (char c = '!'; c <= '~'; c++) {
      all.append(c);
    }
    return all + "\u00e4\u00ff";
  }

  private static String text(SplittableRandom random, String symbols) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(20); i >= 0; i--) {
      text.append(symbols.charAt(random.nextInt(symbols.length())));
    }
    return text.toString();
  }

  /** Flips a bit of the method, the query, the value of a header or the body. */
  private static ApiRequest flip(ApiRequest request, SplittableRandom random) {
    List<Map.Entry<String, String>> fields = new ArrayList<>(request.headers().fields());
    int choice = random.nextInt(fields.size() + 3);
    if (choice < fields.size()) {
      Map.Entry<String, String> field = fields.get(choice);
      String flipped =
          field.getKey().equals("Authorization")
              ? flippedAuthorization(field.getValue(), random)
              : flipped(field.getValue(), random.nextInt(field.getValue().length()), random);
      fields.set(choice, Map.entry(field.getKey(), flipped));
      return new ApiRequest(request.method(), request.uri(), Headers.of(fields), request.body());
    }
    if (choice == fields.size() && request.body().length > 0) {
      byte[] body = request.body().clone();
      body[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
      return new ApiRequest(request.method(), request.uri(), request.headers(), body);
    }
    if (choice == fields.size() + 1 && request.uri().length() > 2) {
      String uri = flippedQuery(request.uri(), random);
      return new ApiRequest(request.method(), uri, request.headers(), request.body());
    }
    String method = flipped(request.method(), random.nextInt(request.method().length()), random);
    return new ApiRequest(method, request.uri(), request.headers(), request.body());
  }

  private static String flipped(String text, int at, SplittableRandom random) {
    char[] characters = text.toCharArray();
    characters[at] ^= (char) (1 << random.nextInt(8));
    return new String(characters);
  }

  /**
   * A comma or a blank between parts means the same as the other, and more of them mean no more, so
   * that only what is between them is signed.
   */
  private static String flippedAuthorization(String text, SplittableRandom random) {
    while (true) {
      int at = random.nextInt(text.length());
      if (text.charAt(at) != ',' && text.charAt(at) != ' ') {
        return flipped(text, at, random);
      }
    }
  }

  /** The case of a digit behind a percent sign means nothing, and an {@code &} too many neither. */
  private static String flippedQuery(String uri, SplittableRandom random) {
    while (true) {
      int at = 2 + random.nextInt(uri.length() - 2);
      boolean isEncoded =
          uri.charAt(at) == '%' || uri.charAt(at - 1) == '%' || uri.charAt(at - 2) == '%';
      if (!isEncoded && uri.charAt(at) != '&') {
        return flipped(uri, at, random);
      }
    }
  }
}
