package dev.varve.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.error.DynamoException;
import dev.varve.identity.store.NewKey;
import dev.varve.identity.testing.Flip;
import dev.varve.identity.testing.Signer;
import dev.varve.protocol.ApiRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Requests that an independent signer has signed are taken, and with one bit of what is signed
 * changed they are not: the method, the path, the query, names and values of header fields, the
 * signature with its scope, the body. The same names in other letters, and the same query with
 * other digits behind a percent sign, are the same request, and are taken.
 */
class OneBitTest {
  private static final int REQUESTS = 100_000;
  private static final long SEED = 20260101;
  private static final String NAMES = "abcdefghijklmnopqrstuvwxyz0123456789-";
  private static final String[] METHODS = {"POST", "POST", "POST", "GET", "PUT"};
  private static final String[] REGIONS = {"us-east-1", "eu-central-1", "local"};

  @Test
  void everyChangeIsRefused() throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    Map<Flip.Part, Integer> refused = new EnumMap<>(Flip.Part.class);
    Map<Flip.Part, Integer> same = new EnumMap<>(Flip.Part.class);
    try (Fixture fixture = new Fixture()) {
      List<NewKey> keys = new ArrayList<>(List.of(fixture.admin));
      keys.add(fixture.store.createKey("bob"));
      keys.add(fixture.store.createKey("bob"));
      for (int i = 0; i < REQUESTS; i++) {
        NewKey key = keys.get(random.nextInt(keys.size()));
        ApiRequest request = signed(key, random);
        assertEquals(Optional.of(key.user()), fixture.gate.identify(request).user());
        Flip flip = Flip.of(request, random);
        if (flip.isSameRequest()) {
          assertEquals(
              Optional.of(key.user()),
              fixture.gate.identify(flip.changed()).user(),
              flip::toString);
          same.merge(flip.part(), 1, Integer::sum);
        } else {
          assertThrows(
              DynamoException.class, () -> fixture.gate.identify(flip.changed()), flip::toString);
          refused.merge(flip.part(), 1, Integer::sum);
        }
      }
    }
    for (Flip.Part part : Flip.Part.values()) {
      assertTrue(refused.getOrDefault(part, 0) > REQUESTS / 100, part + " in " + refused);
    }
    int all = refused.values().stream().mapToInt(Integer::intValue).sum();
    assertTrue(all > REQUESTS * 9 / 10, refused + " refused, " + same + " the same");
  }

  private static ApiRequest signed(NewKey key, SplittableRandom random) {
    List<Map.Entry<String, String>> headers = new ArrayList<>(List.of(Fixture.HOST));
    headers.add(Map.entry("X-Amz-Target", "DynamoDB_20120810.GetItem"));
    headers.add(Map.entry("Content-Type", "application/x-amz-json-1.0"));
    for (int i = random.nextInt(4); i > 0; i--) {
      headers.add(Map.entry("X-" + text(random, NAMES), text(random, printable())));
    }
    byte[] body = new byte[random.nextInt(300)];
    random.nextBytes(body);
    String region = REGIONS[random.nextInt(REGIONS.length)];
    String method = METHODS[random.nextInt(METHODS.length)];
    Signer signer = new Signer(key.id(), key.secret(), region, Fixture.DATE, null);
    return switch (random.nextInt(4)) {
      case 0 -> signer.inQuery(method, headers, body, random.nextBoolean() ? "900" : null);
      case 1 -> signer.inHeader(method, "/" + text(random, NAMES), headers, body);
      default -> signer.inHeader(method, headers, body);
    };
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
}
