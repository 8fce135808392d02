package dev.varve.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.varve.identity.policy.Decision;
import dev.varve.identity.policy.Facts;
import dev.varve.identity.policy.MalformedPolicyException;
import dev.varve.identity.policy.Policy;
import dev.varve.identity.policy.Principal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The reader of policies: any text is a policy that decides, or is refused as none. */
class PolicyFuzzTest {
  private static final String RESOURCE = "arn:aws:dynamodb:us-east-1:000000000000:table/notes";
  private static final Principal BOB =
      new Principal("000000000000", "arn:aws:iam::000000000000:user/bob", null);
  private static final Map<String, List<String>> KNOWN =
      Map.of(
          "aws:username", List.of("bob"),
          "aws:sourceip", List.of("203.0.113.9"),
          "aws:currenttime", List.of("2025-01-01T00:00:00Z"),
          "aws:securetransport", List.of("false"),
          "dynamodb:leadingkeys", List.of("bob", "eve"),
          "dynamodb:attributes", List.of());

  @FuzzTest(maxDuration = "10m")
  void everyTextDecidesOrIsRefused(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    decide(text, Policy::ofIdentity);
    decide(text, Policy::ofResource);
  }

  private static void decide(String text, Function<String, Policy> reader) {
    Policy policy;
    try {
      policy = reader.apply(text);
    } catch (MalformedPolicyException refused) {
      assertNotEquals("", refused.getMessage());
      return;
    }
    assertEquals(policy, reader.apply(policy.text()));
    for (Facts facts :
        List.<Facts>of(Facts.NONE, _ -> Facts.UNKNOWN, key -> KNOWN.getOrDefault(key, List.of()))) {
      Decision decision = policy.decide("dynamodb:GetItem", RESOURCE, BOB, facts);
      assertEquals(decision, policy.decide("DYNAMODB:getitem", RESOURCE, BOB, facts));
      // A backslash may write the same words in another way.
      if (text.indexOf('\\') < 0) {
        if (!text.contains("Allow")) {
          assertNotEquals(Decision.ALLOW, decision);
        }
        if (!text.contains("Deny")) {
          assertNotEquals(Decision.DENY, decision);
        }
      }
    }
  }
}
