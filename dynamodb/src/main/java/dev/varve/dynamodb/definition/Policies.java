package dev.varve.dynamodb.definition;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.varve.dynamodb.api.GetResourcePolicyResult;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.Utf8;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** The rules of resource policies. Their words are not judged here, only their form. */
public final class Policies {
  private static final int MAX_BYTES = 20_480;
  private static final JsonFactory JSON = new JsonFactory();

  private Policies() {}

  /**
   * Checks a policy.
   *
   * @throws ValidationException if it is longer than 20,480 bytes, or no JSON object
   */
  public static void check(String policy) {
    if (Utf8.length(policy) > MAX_BYTES) {
      throw new ValidationException(
          "Resource-based policy exceeds the maximum size of " + MAX_BYTES + " bytes");
    }
    if (!isObject(policy)) {
      throw new ValidationException("Resource-based policy is not a valid JSON object");
    }
  }

  /** Reads to the end: the parser refuses what nests too deep. */
  private static boolean isObject(String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (JsonProcessingException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("a string refused to be read", e);
    }
  }

  /**
   * A policy as it is kept. One that is put again is the revision that it was.
   *
   * @param present the one there is
   * @param nowMillis the time, of which its revision is made
   */
  public static GetResourcePolicyResult revised(
      Optional<GetResourcePolicyResult> present, String policy, long nowMillis) {
    if (present.flatMap(GetResourcePolicyResult::policy).equals(Optional.of(policy))) {
      return present.get();
    }
    long last =
        present.flatMap(GetResourcePolicyResult::revisionId).map(Long::parseLong).orElse(0L);
    return GetResourcePolicyResult.builder()
        .policy(policy)
        .revisionId(Long.toString(Math.max(nowMillis, last + 1)))
        .build();
  }
}
