package dev.varve.identity.signature;

import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.Headers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The one text that a request has for its signature, however it was written. Stateless. */
final class CanonicalRequest {
  private static final String BODY_HASH = "x-amz-content-sha256";
  private static final String UNSIGNED_BODY = "UNSIGNED-PAYLOAD";
  private static final int TYPICAL_CHARS = 1024;

  private CanonicalRequest() {}

  /**
   * The bytes of the text.
   *
   * @param signedHeaders names, as the request lists them
   */
  static byte[] bytes(ApiRequest request, List<String> signedHeaders) {
    StringBuilder text = new StringBuilder(TYPICAL_CHARS);
    text.append(request.method()).append('\n');
    Uri.encodePath(Uri.path(request.uri()), text);
    text.append('\n');
    appendQuery(request.uri(), text);
    text.append('\n');
    for (String name : signedHeaders) {
      text.append(name).append(':');
      appendValues(request.headers(), name, text);
      text.append('\n');
    }
    text.append('\n');
    for (int i = 0; i < signedHeaders.size(); i++) {
      text.append(i == 0 ? "" : ";").append(signedHeaders.get(i));
    }
    text.append('\n').append(bodyHash(request, signedHeaders));
    return encoded(text.toString());
  }

  /**
   * Header fields come as the bytes that they were sent as, one in a character; what has other
   * characters was decoded.
   */
  private static byte[] encoded(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0xff) {
        return text.getBytes(StandardCharsets.UTF_8);
      }
    }
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void appendQuery(String uri, StringBuilder text) {
    if (uri.indexOf('?') < 0) {
      return;
    }
    List<Uri.Parameter> parameters = new ArrayList<>();
    for (Uri.Parameter parameter : Uri.query(uri)) {
      if (!parameter.name().equals(Authorization.SIGNATURE)) {
        StringBuilder name = new StringBuilder();
        StringBuilder value = new StringBuilder();
        Uri.encodeParameter(parameter.name(), name);
        Uri.encodeParameter(parameter.value(), value);
        parameters.add(new Uri.Parameter(name.toString(), value.toString()));
      }
    }
    parameters.sort(Comparator.comparing(Uri.Parameter::name).thenComparing(Uri.Parameter::value));
    for (int i = 0; i < parameters.size(); i++) {
      text.append(i == 0 ? "" : "&");
      text.append(parameters.get(i).name()).append('=').append(parameters.get(i).value());
    }
  }

  /** All fields of a name, joined by commas; blanks around them go, and runs of them become one. */
  private static void appendValues(Headers headers, String name, StringBuilder text) {
    List<Map.Entry<String, String>> fields = headers.fields();
    boolean first = true;
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).getKey().equalsIgnoreCase(name)) {
        text.append(first ? "" : ",");
        appendTrimmed(fields.get(i).getValue(), text);
        first = false;
      }
    }
  }

  private static void appendTrimmed(String value, StringBuilder text) {
    int end = value.length();
    while (end > 0 && isBlank(value.charAt(end - 1))) {
      end--;
    }
    boolean wasBlank = true;
    for (int at = 0; at < end; at++) {
      char c = value.charAt(at);
      boolean blank = isBlank(c);
      if (!blank) {
        text.append(c);
      } else if (!wasBlank) {
        text.append(' ');
      }
      wasBlank = blank;
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  /** Of the body that came, and not the one that the request claims; unless it claims none. */
  private static String bodyHash(ApiRequest request, List<String> signedHeaders) {
    return signedHeaders.contains(BODY_HASH)
            && UNSIGNED_BODY.equals(request.headers().value(BODY_HASH))
        ? UNSIGNED_BODY
        : Hashes.sha256Hex(request.body());
  }
}
