package dev.varve.identity.signature;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Paths and queries as signatures have them. Stateless. */
final class Uri {
  private static final String HEX = "0123456789ABCDEF";

  private Uri() {}

  /**
   * A parameter of a query, decoded: a character for each byte, so that nothing is lost of bytes
   * that are no text.
   *
   * @param value empty if there is no {@code =}
   */
  record Parameter(String name, String value) {}

  /** The path; {@code /} for none. */
  static String path(String uri) {
    int end = uri.indexOf('?');
    String path = end < 0 ? uri : uri.substring(0, end);
    return path.isEmpty() ? "/" : path;
  }

  /** The parameters, in their order. */
  static List<Parameter> query(String uri) {
    int start = uri.indexOf('?');
    if (start < 0 || start == uri.length() - 1) {
      return List.of();
    }
    List<Parameter> parameters = new ArrayList<>();
    int at = start + 1;
    while (at <= uri.length()) {
      int end = uri.indexOf('&', at);
      end = end < 0 ? uri.length() : end;
      if (end > at) {
        int equals = uri.indexOf('=', at);
        boolean hasValue = equals >= 0 && equals < end;
        parameters.add(
            new Parameter(
                decoded(uri.substring(at, hasValue ? equals : end)),
                hasValue ? decoded(uri.substring(equals + 1, end)) : ""));
      }
      at = end + 1;
    }
    return Collections.unmodifiableList(parameters);
  }

  /** Takes percent signs away; one that no two digits follow stays. A plus is a plus. */
  private static String decoded(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int length = 0;
    for (int at = 0; at < bytes.length; at++) {
      if (bytes[at] == '%' && at + 2 < bytes.length) {
        int high = Character.digit(bytes[at + 1], 16);
        int low = Character.digit(bytes[at + 2], 16);
        if (high >= 0 && low >= 0) {
          bytes[length++] = (byte) ((high << 4) | low);
          at += 2;
          continue;
        }
      }
      bytes[length++] = bytes[at];
    }
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
  }

  /** Appends the path, encoded once more, as signatures have it. */
  static void encodePath(String path, StringBuilder out) {
    encode(path.getBytes(StandardCharsets.UTF_8), true, out);
  }

  /** Appends the name or the value of a parameter. */
  static void encodeParameter(String decoded, StringBuilder out) {
    encode(decoded.getBytes(StandardCharsets.ISO_8859_1), false, out);
  }

  /** Appends bytes with percent signs for all but letters, digits and {@code -_.~}. */
  private static void encode(byte[] bytes, boolean keepSlash, StringBuilder out) {
    for (byte b : bytes) {
      char c = (char) (b & 0xff);
      if (isUnreserved(c) || (keepSlash && c == '/')) {
        out.append(c);
      } else {
        out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
      }
    }
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_'
        || c == '.'
        || c == '~';
  }
}
