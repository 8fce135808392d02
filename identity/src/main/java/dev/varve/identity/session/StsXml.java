package dev.varve.identity.session;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Answers of the query protocol. Stateless. */
final class StsXml {
  private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

  private StsXml() {}

  static byte[] session(Session session, String roleArn, String arn, String token, String id) {
    String operation = "AssumeRoleWithWebIdentity";
    StringBuilder out = new StringBuilder(2048);
    out.append('<').append(operation).append("Response xmlns=\"").append(NAMESPACE).append("\">");
    out.append('<').append(operation).append("Result>");
    element("SubjectFromWebIdentityToken", session.subject(), out);
    element("Audience", session.audience(), out);
    element("Provider", session.issuer(), out);
    out.append("<AssumedRoleUser>");
    element("Arn", arn, out);
    element("AssumedRoleId", roleId(roleArn) + ":" + session.name(), out);
    out.append("</AssumedRoleUser><Credentials>");
    element("AccessKeyId", session.keyId(), out);
    element("SecretAccessKey", session.secret(), out);
    element("SessionToken", token, out);
    element(
        "Expiration",
        Instant.ofEpochMilli(session.expires()).truncatedTo(ChronoUnit.SECONDS).toString(),
        out);
    out.append("</Credentials>");
    out.append("</").append(operation).append("Result><ResponseMetadata>");
    element("RequestId", id, out);
    out.append("</ResponseMetadata></").append(operation).append("Response>\n");
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The same for the same role, as clients see it: 21 characters that begin with AROA. */
  private static String roleId(String roleArn) {
    String digits = Long.toString(roleArn.hashCode() & 0xffff_ffffL, 32).toUpperCase(Locale.ROOT);
    return "AROA" + "0".repeat(17 - digits.length()) + digits;
  }

  static byte[] error(StsException error, String id) {
    StringBuilder out = new StringBuilder(512);
    out.append("<ErrorResponse xmlns=\"").append(NAMESPACE).append("\"><Error>");
    element("Type", error.status() < 500 ? "Sender" : "Receiver", out);
    element("Code", error.code(), out);
    element("Message", error.getMessage(), out);
    out.append("</Error>");
    element("RequestId", id, out);
    return out.append("</ErrorResponse>\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void element(String name, String text, StringBuilder out) {
    out.append('<').append(name).append('>');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        case '\t', '\n' -> out.append(c);
        // What XML has no form for: a token may have it in its claims.
        default -> out.append(c < ' ' || c >= 0xfffe || Character.isSurrogate(c) ? '?' : c);
      }
    }
    out.append("</").append(name).append('>');
  }
}
