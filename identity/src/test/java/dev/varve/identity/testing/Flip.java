package dev.varve.identity.testing;

import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.Headers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A signed request in which one bit is another.
 *
 * @param part where that is
 * @param original the request as it was signed: all of its header fields were
 * @param changed the request with the other bit
 */
public record Flip(Part part, ApiRequest original, ApiRequest changed) {
  /** The parts of a request that are signed, and the signature. */
  public enum Part {
    METHOD,
    URI,
    HEADER_NAME,
    HEADER_VALUE,
    AUTHORIZATION,
    BODY
  }

  private static final String AUTHORIZATION = "Authorization";

  /** Changes a bit of one of the parts that a request has, each part as likely as the others. */
  public static Flip of(ApiRequest request, SplittableRandom random) {
    List<Part> parts = new ArrayList<>(List.of(Part.values()));
    if (request.body().length == 0) {
      parts.remove(Part.BODY);
    }
    if (request.headers().value(AUTHORIZATION) == null) {
      parts.remove(Part.AUTHORIZATION); // it is in the URI
    }
    Part part = parts.get(random.nextInt(parts.size()));
    return new Flip(part, request, changed(request, part, random));
  }

  private static ApiRequest changed(ApiRequest request, Part part, SplittableRandom random) {
    return switch (part) {
      case METHOD ->
          new ApiRequest(
              flipped(request.method(), random), request.uri(), request.headers(), request.body());
      case URI ->
          new ApiRequest(
              request.method(), flipped(request.uri(), random), request.headers(), request.body());
      case HEADER_NAME, HEADER_VALUE, AUTHORIZATION ->
          new ApiRequest(
              request.method(), request.uri(), headers(request, part, random), request.body());
      case BODY -> {
        byte[] body = request.body().clone();
        body[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        yield new ApiRequest(request.method(), request.uri(), request.headers(), body);
      }
    };
  }

  private static Headers headers(ApiRequest request, Part part, SplittableRandom random) {
    List<Map.Entry<String, String>> fields = new ArrayList<>(request.headers().fields());
    int at = random.nextInt(fields.size());
    while (part != Part.HEADER_NAME
        && fields.get(at).getKey().equals(AUTHORIZATION) != (part == Part.AUTHORIZATION)) {
      at = random.nextInt(fields.size());
    }
    String name = fields.get(at).getKey();
    String value = fields.get(at).getValue();
    fields.set(
        at,
        part == Part.HEADER_NAME
            ? Map.entry(flipped(name, random), value)
            : Map.entry(name, flipped(value, random)));
    return Headers.of(fields);
  }

  /** Characters are bytes: of requests they are never beyond 255. */
  private static String flipped(String text, SplittableRandom random) {
    char[] characters = text.toCharArray();
    characters[random.nextInt(characters.length)] ^= (char) (1 << random.nextInt(Byte.SIZE));
    return new String(characters);
  }

  /**
   * Whether the signature is about the changed request as well, since it differs from the original
   * in nothing but the case of letters in the names of header fields, or of digits behind a percent
   * sign in the query; or since its path is left out, which stands for the root.
   */
  public boolean isSameRequest() {
    return original.method().equals(changed.method())
        && path(original.uri()).equals(path(changed.uri()))
        && query(original.uri()).equals(query(changed.uri()))
        && fields(original).equals(fields(changed))
        && Arrays.equals(original.body(), changed.body());
  }

  private static String path(String uri) {
    String path = uri.split("\\?", 2)[0];
    return path.isEmpty() ? "/" : path;
  }

  /** The query with all percent signs and their digits in one case. */
  private static String query(String uri) {
    String query = uri.indexOf('?') < 0 ? "" : uri.split("\\?", 2)[1];
    StringBuilder same = new StringBuilder();
    for (int i = 0; i < query.length(); i++) {
      boolean isEncoded =
          query.charAt(i) == '%'
              && i + 2 < query.length()
              && isHex(query.charAt(i + 1))
              && isHex(query.charAt(i + 2));
      int end = isEncoded ? i + 3 : i + 1;
      String part = query.substring(i, end);
      same.append(isEncoded ? part.toUpperCase(Locale.ROOT) : part);
      i = end - 1;
    }
    return same.toString();
  }

  private static boolean isHex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  private static List<Map.Entry<String, String>> fields(ApiRequest request) {
    return request.headers().fields().stream()
        .map(field -> Map.entry(lower(field.getKey()), field.getValue()))
        .toList();
  }

  /** Of ASCII alone: the letters that HTTP has. */
  private static String lower(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] >= 'A' && bytes[i] <= 'Z') {
        bytes[i] = (byte) (bytes[i] + ('a' - 'A'));
      }
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Override
  public String toString() {
    return part
        + " of "
        + original.method()
        + " "
        + original.uri()
        + " "
        + original.headers().fields()
        + " became "
        + changed.method()
        + " "
        + changed.uri()
        + " "
        + changed.headers().fields();
  }
}
