package dev.varve.identity.testing;

import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.Headers;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests as the guide to Signature Version 4 says, word by word and without any of the
 * classes under test. Values of headers must have no blanks that would have to go.
 */
public final class Signer {
  private final String keyId;
  private final String secret;
  private final String region;
  private final String date;
  private final String token;

  /** Signs with a key, for {@code date} such as 20250101T000000Z; the token may be null. */
  public Signer(String keyId, String secret, String region, String date, String token) {
    this.keyId = keyId;
    this.secret = secret;
    this.region = region;
    this.date = date;
    this.token = token;
  }

  /** A request for the root with its signature in a header. */
  public ApiRequest inHeader(String method, List<Map.Entry<String, String>> headers, byte[] body) {
    return inHeader(method, "/", headers, body);
  }

  /**
   * A request with its signature in a header.
   *
   * @param path of letters, digits and slashes, without a query
   */
  public ApiRequest inHeader(
      String method, String path, List<Map.Entry<String, String>> headers, byte[] body) {
    List<Map.Entry<String, String>> all = new ArrayList<>(headers);
    all.add(Map.entry("X-Amz-Date", date));
    if (token != null) {
      all.add(Map.entry("X-Amz-Security-Token", token));
    }
    String signature = signature(method, path, "", all, body);
    all.add(
        Map.entry(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential="
                + keyId
                + "/"
                + scope()
                + ", SignedHeaders="
                + names(all)
                + ", Signature="
                + signature));
    return new ApiRequest(method, path, Headers.of(all), body);
  }

  /** A request for the root with its signature in the query, perhaps for so many seconds. */
  public ApiRequest inQuery(
      String method, List<Map.Entry<String, String>> headers, byte[] body, String expires) {
    Map<String, String> query = new TreeMap<>();
    query.put("X-Amz-Algorithm", "AWS4-HMAC-SHA256");
    query.put("X-Amz-Credential", keyId + "/" + scope());
    query.put("X-Amz-Date", date);
    query.put("X-Amz-SignedHeaders", names(headers));
    if (expires != null) {
      query.put("X-Amz-Expires", expires);
    }
    if (token != null) {
      query.put("X-Amz-Security-Token", token);
    }
    String text =
        query.entrySet().stream()
            .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
            .collect(Collectors.joining("&"));
    return new ApiRequest(
        method,
        "/?" + text + "&X-Amz-Signature=" + signature(method, "/", text, headers, body),
        Headers.of(headers),
        body);
  }

  private String scope() {
    return date.substring(0, 8) + "/" + region + "/dynamodb/aws4_request";
  }

  private static String names(List<Map.Entry<String, String>> headers) {
    return String.join(";", sorted(headers).keySet());
  }

  private static Map<String, String> sorted(List<Map.Entry<String, String>> headers) {
    Map<String, String> sorted = new TreeMap<>();
    headers.forEach(header ->
        sorted.merge(
            header.getKey().toLowerCase(Locale.ROOT),
            header.getValue(),
            (one, two) -> one + "," + two));
    return sorted;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  private String signature(
      String method,
      String path,
      String query,
      List<Map.Entry<String, String>> headers,
      byte[] body) {
    StringBuilder canonical = new StringBuilder(method + "\n" + path + "\n" + query + "\n");
    sorted(headers)
        .forEach((name, value) -> canonical.append(name).append(':').append(value).append('\n'));
    boolean unsigned = "UNSIGNED-PAYLOAD".equals(sorted(headers).get("x-amz-content-sha256"));
    canonical.append('\n').append(names(headers)).append('\n');
    canonical.append(unsigned ? "UNSIGNED-PAYLOAD" : hex(sha256(body)));
    String toSign =
        "AWS4-HMAC-SHA256\n"
            + date
            + "\n"
            + scope()
            + "\n"
            + hex(sha256(canonical.toString().getBytes(StandardCharsets.ISO_8859_1)));
    byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
    for (String part : scope().split("/", -1)) {
      key = hmac(key, part);
    }
    return hex(hmac(key, toSign));
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
