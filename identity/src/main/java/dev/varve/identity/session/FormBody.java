package dev.varve.identity.session;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Parameters of a form, as {@code application/x-www-form-urlencoded} has them. Stateless. */
final class FormBody {
  private FormBody() {}

  /**
   * The parameters; of those with the same name the first.
   *
   * @throws IllegalArgumentException if a percent sign is followed by no two digits
   */
  static Map<String, String> parse(byte[] body) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.putIfAbsent(
            URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return parameters;
  }
}
