package dev.varve.server.http;

import dev.varve.protocol.Headers;
import dev.varve.protocol.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Parses the head of a request line by line (RFC 9112), strictly: what may be read in two ways is
 * refused. For one head.
 */
final class HeadParser {
  private static final int VERSION_LENGTH = "HTTP/1.1".length();
  private static final int TYPICAL_FIELDS = 16;

  /** More digits than the largest body has; longer numbers may not fit a long. */
  private static final int MAX_LENGTH_DIGITS = 18;

  private String method;
  private String uri;
  private boolean oldVersion;
  private final List<Map.Entry<String, String>> fields = new ArrayList<>(TYPICAL_FIELDS);
  private int hosts;
  private String contentLength;
  private String transferEncoding;
  private boolean close;
  private boolean keepAlive;
  private boolean expectsContinue;

  /** Whether the request line has been read. */
  boolean hasRequestLine() {
    return method != null;
  }

  /** Reads the request line, without its end. */
  void requestLine(byte[] line, int from, int to) throws RefusedException {
    int methodEnd = Tokens.end(line, from, to);
    if (methodEnd == from || methodEnd == to || line[methodEnd] != ' ') {
      throw RefusedException.malformed("the request line begins with no method");
    }
    int uriEnd = methodEnd + 1;
    while (uriEnd < to
        && line[uriEnd] > ' '
        && line[uriEnd] < 0x7f) { // bytes from 0x80 are negative
      uriEnd++;
    }
    if (uriEnd == methodEnd + 1 || uriEnd == to || line[uriEnd] != ' ') {
      throw RefusedException.malformed("the request line has no target and version");
    }
    version(text(line, uriEnd + 1, to));
    String name = text(line, from, methodEnd);
    uri = origin(name, text(line, methodEnd + 1, uriEnd));
    method = name;
  }

  private void version(String version) throws RefusedException {
    switch (version) {
      case "HTTP/1.1" -> oldVersion = false;
      case "HTTP/1.0" -> oldVersion = true;
      default -> {
        if (version.length() == VERSION_LENGTH && version.matches("HTTP/[0-9]\\.[0-9]")) {
          throw new RefusedException(505, "this server speaks HTTP/1.1 and HTTP/1.0");
        }
        throw RefusedException.malformed("the request line does not end with HTTP/1.1");
      }
    }
  }

  /** The path and query of a target, which may be a whole URL. */
  private static String origin(String method, String target) throws RefusedException {
    if (target.startsWith("/") || (target.equals("*") && method.equals("OPTIONS"))) {
      return target;
    }
    int scheme =
        target.regionMatches(true, 0, "http://", 0, 7)
            ? 7
            : target.regionMatches(true, 0, "https://", 0, 8) ? 8 : -1;
    if (scheme < 0) {
      throw RefusedException.malformed("the target is no path");
    }
    int end = scheme;
    while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
      end++;
    }
    String origin = target.substring(end);
    return origin.startsWith("/") ? origin : "/" + origin;
  }

  /** Reads a header field, without its end. */
  void field(byte[] line, int from, int to) throws RefusedException {
    int colon = fieldName(line, from, to);
    int start = colon + 1;
    int end = to;
    while (start < end && isBlank(line[start])) {
      start++;
    }
    while (end > start && isBlank(line[end - 1])) {
      end--;
    }
    String name = text(line, from, colon);
    String value = text(line, start, end);
    fields.add(Map.entry(name, value));
    note(name, value);
  }

  /**
   * Checks a header field or trailer field; returns where its colon is.
   *
   * @throws RefusedException if it is none, or is the continuation of the line before: such lines
   *     are obsolete, and others may read them otherwise
   */
  static int fieldName(byte[] line, int from, int to) throws RefusedException {
    if (isBlank(line[from])) {
      throw RefusedException.malformed("a header field is folded");
    }
    int colon = Tokens.end(line, from, to);
    if (colon == from || colon == to || line[colon] != ':') {
      throw RefusedException.malformed("a header field has no name with a colon behind it");
    }
    for (int i = colon + 1; i < to; i++) {
      byte value = line[i];
      if ((value >= 0 && value < ' ' && value != '\t') || value == 0x7f) {
        throw RefusedException.malformed("a header field has a control character");
      }
    }
    return colon;
  }

  private static boolean isBlank(byte value) {
    return value == ' ' || value == '\t';
  }

  /** Keeps what decides how the message goes on. */
  private void note(String name, String value) throws RefusedException {
    switch (name.length()) {
      case 4 -> {
        if (name.equalsIgnoreCase("Host")) {
          hosts++;
        }
      }
      case 6 -> {
        if (name.equalsIgnoreCase("Expect")) {
          if (!value.equalsIgnoreCase("100-continue")) {
            throw new RefusedException(417, "only 100-continue can be expected");
          }
          expectsContinue = true;
        }
      }
      case 10 -> {
        if (name.equalsIgnoreCase("Connection")) {
          for (String option : value.split(",", -1)) {
            close |= option.strip().equalsIgnoreCase("close");
            keepAlive |= option.strip().equalsIgnoreCase("keep-alive");
          }
        }
      }
      case 14 -> {
        if (name.equalsIgnoreCase("Content-Length")) {
          if (contentLength != null) {
            throw RefusedException.malformed("there are several Content-Lengths");
          }
          contentLength = value;
        }
      }
      case 17 -> {
        if (name.equalsIgnoreCase("Transfer-Encoding")) {
          if (transferEncoding != null) {
            throw RefusedException.malformed("there are several Transfer-Encodings");
          }
          transferEncoding = value;
        }
      }
      default -> {}
    }
  }

  /** The head, of which all lines have been read. */
  RequestHead finish() throws RefusedException {
    if (hosts > 1 || (hosts == 0 && !oldVersion)) {
      throw RefusedException.malformed(hosts > 1 ? "there are several Hosts" : "there is no Host");
    }
    int bodyBytes = bodyBytes();
    return new RequestHead(
        method,
        uri,
        Headers.of(fields),
        !close && (keepAlive || !oldVersion),
        oldVersion,
        bodyBytes,
        expectsContinue && !oldVersion && bodyBytes != 0);
  }

  private int bodyBytes() throws RefusedException {
    if (transferEncoding == null) {
      return contentLength == null ? 0 : length(contentLength);
    }
    if (contentLength != null) {
      throw RefusedException.malformed("there are a Content-Length and a Transfer-Encoding");
    }
    if (oldVersion) {
      throw RefusedException.malformed("HTTP/1.0 has no Transfer-Encoding");
    }
    if (!transferEncoding.equalsIgnoreCase("chunked")) {
      throw new RefusedException(501, "the only Transfer-Encoding is chunked");
    }
    return RequestHead.CHUNKED;
  }

  private static int length(String digits) throws RefusedException {
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw RefusedException.malformed("the Content-Length is no number");
    }
    if (digits.length() > MAX_LENGTH_DIGITS || Long.parseLong(digits) > Protocol.MAX_BODY_BYTES) {
      throw RefusedException.tooLarge();
    }
    return Integer.parseInt(digits);
  }

  /** Bytes as they are: names are ASCII, and whoever wants another set in a value finds it so. */
  private static String text(byte[] line, int from, int to) {
    return new String(line, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
