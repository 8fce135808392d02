package dev.varve.identity.signature;

import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.Headers;
import dev.varve.protocol.IncompleteSignatureException;
import dev.varve.protocol.InvalidSignatureException;
import dev.varve.protocol.MissingAuthenticationTokenException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a request says of its signature, in the header of that name or in its query.
 *
 * @param algorithm as written
 * @param credential as written
 * @param signedHeaders names, in their order
 * @param signature in hexadecimal, as written
 * @param date as written
 * @param securityToken null for none
 * @param lifetimeSeconds how long the request may be used from its date on; -1 for as long as all
 */
public record Authorization(
    String algorithm,
    String credential,
    List<String> signedHeaders,
    String signature,
    String date,
    String securityToken,
    long lifetimeSeconds) {
  static final String SIGNATURE = "X-Amz-Signature";

  private static final String ALGORITHM = "X-Amz-Algorithm";
  private static final String CREDENTIAL = "X-Amz-Credential";
  private static final String SIGNED_HEADERS = "X-Amz-SignedHeaders";
  private static final String DATE = "X-Amz-Date";
  private static final String EXPIRES = "X-Amz-Expires";
  private static final String TOKEN = "X-Amz-Security-Token";
  private static final long MAX_LIFETIME_SECONDS = 604_800;

  /** What {@link #lifetimeSeconds} is where the request does not tell. */
  static final long USUAL_LIFETIME = -1;

  /**
   * Reads what a request says.
   *
   * @throws dev.varve.dynamodb.error.DynamoException if it says nothing, or not all that is needed
   */
  public static Authorization of(ApiRequest request) {
    String header = request.headers().value("Authorization");
    List<Uri.Parameter> query = Uri.query(request.uri());
    boolean inQuery = value(query, ALGORITHM) != null;
    if (header != null && inQuery) {
      throw new InvalidSignatureException(
          "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP"
              + " header.");
    }
    if (header != null && header.startsWith("AWS4-")) {
      return ofHeader(header, request.headers());
    }
    if (header != null || !inQuery) {
      throw new MissingAuthenticationTokenException("Request is missing Authentication Token");
    }
    return ofQuery(query);
  }

  /**
   * The credential that a request names, as far as that can be told from a request of which nothing
   * else is asked.
   *
   * @return null if there is none
   */
  public static String credentialOf(ApiRequest request) {
    String header = request.headers().value("Authorization");
    if (header != null) {
      return header.startsWith("AWS4-") ? Parts.of(header).credential : null;
    }
    return request.uri().indexOf('?') < 0 ? null : value(Uri.query(request.uri()), CREDENTIAL);
  }

  private static Authorization ofHeader(String header, Headers headers) {
    Parts parts = Parts.of(header);
    String date = headers.value(DATE);
    date = date == null ? headers.value("Date") : date;
    StringBuilder faults = new StringBuilder();
    requirePart(parts.credential, "Credential", faults);
    requirePart(parts.signature, "Signature", faults);
    requirePart(parts.signedHeaders, "SignedHeaders", faults);
    if (date == null) {
      faults.append(
          "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
    }
    if (!faults.isEmpty()) {
      throw new IncompleteSignatureException(faults + "Authorization=" + header);
    }
    return new Authorization(
        parts.algorithm,
        parts.credential,
        names(parts.signedHeaders),
        parts.signature,
        date,
        headers.value(TOKEN),
        USUAL_LIFETIME);
  }

  private static void requirePart(String value, String name, StringBuilder faults) {
    if (isAbsent(value)) {
      faults.append("Authorization header requires '").append(name).append("' parameter. ");
    }
  }

  private static Authorization ofQuery(List<Uri.Parameter> query) {
    StringBuilder faults = new StringBuilder();
    for (String name : List.of(ALGORITHM, CREDENTIAL, SIGNATURE, SIGNED_HEADERS, DATE)) {
      if (isAbsent(value(query, name))) {
        faults.append("AWS query-string parameters must include '").append(name).append("'. ");
      }
    }
    if (!faults.isEmpty()) {
      throw new IncompleteSignatureException(faults + "Re-examine the query-string parameters.");
    }
    return new Authorization(
        value(query, ALGORITHM),
        value(query, CREDENTIAL),
        names(value(query, SIGNED_HEADERS)),
        value(query, SIGNATURE),
        value(query, DATE),
        value(query, TOKEN),
        lifetime(value(query, EXPIRES)));
  }

  private static long lifetime(String seconds) {
    if (seconds == null) {
      return USUAL_LIFETIME;
    }
    long lifetime = 0;
    for (int i = 0; i < seconds.length() && lifetime <= MAX_LIFETIME_SECONDS; i++) {
      int digit = seconds.charAt(i) - '0';
      lifetime = digit < 0 || digit > 9 ? Long.MAX_VALUE : 10 * lifetime + digit;
    }
    if (lifetime < 1 || lifetime > MAX_LIFETIME_SECONDS) {
      throw new IncompleteSignatureException(
          "'X-Amz-Expires' must be a number of seconds from 1 to "
              + MAX_LIFETIME_SECONDS
              + ". Got '"
              + seconds
              + "'");
    }
    return lifetime;
  }

  private static boolean isAbsent(String value) {
    return value == null || value.isEmpty();
  }

  private static String value(List<Uri.Parameter> query, String name) {
    for (Uri.Parameter parameter : query) {
      if (parameter.name().equals(name)) {
        return parameter.value();
      }
    }
    return null;
  }

  private static List<String> names(String list) {
    List<String> names = new ArrayList<>();
    int start = 0;
    while (start <= list.length()) {
      int end = list.indexOf(';', start);
      end = end < 0 ? list.length() : end;
      names.add(list.substring(start, end));
      start = end + 1;
    }
    return List.copyOf(names);
  }

  /** The parts of the header: an algorithm, then names and values between commas and blanks. */
  private static final class Parts {
    private final String algorithm;
    private String credential;
    private String signedHeaders;
    private String signature;

    private Parts(String algorithm) {
      this.algorithm = algorithm;
    }

    static Parts of(String header) {
      int at = end(header, 0);
      Parts parts = new Parts(header.substring(0, at));
      while (at < header.length()) {
        int end = end(header, at);
        int equals = header.indexOf('=', at);
        if (equals >= 0 && equals < end) {
          parts.set(header.substring(at, equals), header.substring(equals + 1, end));
        }
        at = end + 1;
      }
      return parts;
    }

    private static int end(String header, int from) {
      int at = from;
      while (at < header.length() && header.charAt(at) != ',' && header.charAt(at) != ' ') {
        at++;
      }
      return at;
    }

    private void set(String name, String value) {
      switch (name) {
        case "Credential" -> credential = value;
        case "SignedHeaders" -> signedHeaders = value;
        case "Signature" -> signature = value;
        default -> {
          // what the service does not know either
        }
      }
    }
  }
}
