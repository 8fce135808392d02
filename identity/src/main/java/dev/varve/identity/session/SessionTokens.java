package dev.varve.identity.session;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.varve.identity.cache.Recent;
import dev.varve.identity.json.JsonTree;
import dev.varve.identity.store.MasterKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Security tokens: sessions as JSON, sealed with the master key for the id of their access key.
 * Thread-safe.
 */
public final class SessionTokens {
  private static final int CAPACITY = 256;

  /** Longer than any that is given out; what is longer is not looked at. */
  private static final int MAX_LENGTH = 16_384;

  private record Shown(String token, String keyId) {}

  private final Recent<Shown, Session> opened = new Recent<>(CAPACITY);

  /** Knows none yet. */
  public SessionTokens() {}

  private static String context(String keyId) {
    return "session 1 of access key " + keyId;
  }

  static String write(Session session, MasterKey master) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JsonTree.factory().createGenerator(bytes)) {
      out.writeStartObject();
      out.writeStringField("secret", session.secret());
      out.writeStringField("role", session.role());
      out.writeStringField("name", session.name());
      out.writeStringField("issuer", session.issuer());
      out.writeStringField("subject", session.subject());
      out.writeStringField("audience", session.audience());
      out.writeNumberField("expires", session.expires());
      if (session.policy().isPresent()) {
        out.writeStringField("policy", session.policy().get());
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("an array in memory does not fail", e);
    }
    return Base64.getEncoder()
        .encodeToString(master.seal(bytes.toByteArray(), context(session.keyId())));
  }

  /**
   * The session of a token, which may be over.
   *
   * @param keyId of the access key that is used with it
   * @param master the key that sealed it
   * @return empty if the token is none, or not that of the access key
   */
  public Optional<Session> open(String token, String keyId, MasterKey master) {
    if (token.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    return Optional.ofNullable(
        opened.get(new Shown(token, keyId), _ -> read(token, keyId, master)));
  }

  private static Session read(String token, String keyId, MasterKey master) {
    byte[] sealed;
    try {
      sealed = Base64.getDecoder().decode(token);
    } catch (IllegalArgumentException _) {
      return null;
    }
    // Other texts of the same bytes are not what was given out.
    if (!Base64.getEncoder().encodeToString(sealed).equals(token)) {
      return null;
    }
    return master.open(sealed, context(keyId)).map(json -> session(json, keyId)).orElse(null);
  }

  /** What was sealed is what {@link #write} wrote. */
  private static Session session(byte[] json, String keyId) {
    Map<String, Object> members = JsonTree.object(new String(json, StandardCharsets.UTF_8));
    return new Session(
        keyId,
        (String) members.get("secret"),
        (String) members.get("role"),
        (String) members.get("name"),
        (String) members.get("issuer"),
        (String) members.get("subject"),
        (String) members.get("audience"),
        (Long) members.get("expires"),
        Optional.ofNullable((String) members.get("policy")));
  }
}
