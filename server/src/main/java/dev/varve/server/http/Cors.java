package dev.varve.server.http;

import dev.varve.protocol.Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which web pages may call: browsers ask the server, and keep its answers from pages of other
 * origins. Immutable.
 */
public final class Cors {
  private static final String ANY = "*";
  private static final String MAX_AGE_SECONDS = "172800";

  private final boolean any;
  private final Set<String> origins;

  private Cors(boolean any, Set<String> origins) {
    this.any = any;
    this.origins = origins;
  }

  /** Pages from anywhere may call, as with the service. */
  public static Cors anywhere() {
    return new Cors(true, Set.of());
  }

  /**
   * Pages of these origins may call.
   *
   * @param origins such as {@code https://example.com:8443}; {@code *} for all
   */
  public static Cors of(List<String> origins) {
    return origins.contains(ANY)
        ? anywhere()
        : new Cors(
            false,
            origins.stream()
                .map(origin -> origin.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet()));
  }

  /** The fields that the answer to a request has; none where it comes from no page. */
  List<Map.Entry<String, String>> fields(Headers request) {
    String origin = request.value("Origin");
    if (origin == null) {
      return List.of();
    }
    if (any) {
      return List.of(
          Map.entry("Access-Control-Allow-Origin", ANY),
          Map.entry("Access-Control-Expose-Headers", "x-amzn-requestid,x-amz-crc32"));
    }
    Map.Entry<String, String> vary = Map.entry("Vary", "Origin");
    return origins.contains(origin.toLowerCase(Locale.ROOT))
        ? List.of(
            Map.entry("Access-Control-Allow-Origin", origin),
            Map.entry("Access-Control-Expose-Headers", "x-amzn-requestid,x-amz-crc32"),
            vary)
        : List.of(vary);
  }

  /** The further fields of the answer to the question whether a page may call. */
  List<Map.Entry<String, String>> preflightFields(Headers request) {
    List<Map.Entry<String, String>> fields = new ArrayList<>(fields(request));
    fields.add(Map.entry("Access-Control-Max-Age", MAX_AGE_SECONDS));
    request
        .first("Access-Control-Request-Headers")
        .ifPresent(names -> fields.add(Map.entry("Access-Control-Allow-Headers", names)));
    request
        .first("Access-Control-Request-Method")
        .ifPresent(method -> fields.add(Map.entry("Access-Control-Allow-Methods", method)));
    return fields;
  }
}
