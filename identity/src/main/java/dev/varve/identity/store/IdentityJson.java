package dev.varve.identity.store;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.varve.identity.json.JsonTree;
import dev.varve.identity.policy.Policy;
import dev.varve.io.CorruptionException;
import dev.varve.io.UnsupportedFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The members of the identity file, as {@code docs/formats/identity.md} lists them. */
final class IdentityJson {
  private static final String WHAT = "identity file content";

  private final Path file;

  IdentityJson(Path file) {
    this.file = file;
  }

  /**
   * The file's content.
   *
   * @param check a known text, sealed: tells whether a master key is the right one
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Content(byte[] check, Identities identities) {}

  byte[] write(Content content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JsonTree.factory().createGenerator(bytes)) {
      out.writeStartObject();
      out.writeStringField("check", base64(content.check()));
      out.writeArrayFieldStart("users");
      for (User user : content.identities().users().values()) {
        out.writeStartObject();
        out.writeStringField("name", user.name());
        out.writeNumberField("created", user.created());
        if (user.policy().isPresent()) {
          out.writeStringField("policy", user.policy().get().text());
        }
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeArrayFieldStart("keys");
      for (AccessKey key : content.identities().keys().values()) {
        out.writeStartObject();
        out.writeStringField("id", key.id());
        out.writeStringField("user", key.user());
        out.writeBooleanField("active", key.active());
        out.writeNumberField("created", key.created());
        out.writeNumberField("lastUsed", key.lastUsed());
        out.writeStringField("secret", base64(key.sealedSecret()));
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeArrayFieldStart("issuers");
      for (Issuer issuer : content.identities().issuers().values()) {
        out.writeStartObject();
        out.writeStringField("url", issuer.url());
        out.writeStringField("keys", issuer.keySet());
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeArrayFieldStart("roles");
      for (Role role : content.identities().roles().values()) {
        out.writeStartObject();
        out.writeStringField("name", role.name());
        out.writeStringField("issuer", role.issuer());
        out.writeStringField("audience", role.audience());
        out.writeNumberField("created", role.created());
        out.writeStringField("policy", role.policy().text());
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  Content read(byte[] json) throws IOException {
    try {
      Map<String, Object> members = JsonTree.object(new String(json, StandardCharsets.UTF_8));
      requireKnown(members, "check", "users", "keys", "issuers", "roles");
      Identities identities =
          new Identities(
              elements(members, "users", this::user, User::name),
              elements(members, "keys", this::key, AccessKey::id),
              elements(members, "roles", this::role, Role::name),
              elements(members, "issuers", this::issuer, Issuer::url));
      return new Content(bytes(members, "check"), identities);
    } catch (IllegalArgumentException | IdentityException | ClassCastException e) {
      // The checksum is right, so this is what was written, by whomever.
      CorruptionException corruption =
          new CorruptionException(
              WHAT, file, IdentityLayout.HEADER_BYTES, "users, keys, issuers, roles", message(e));
      corruption.initCause(e);
      throw corruption;
    }
  }

  private static String message(RuntimeException broken) {
    return String.valueOf(broken.getMessage());
  }

  /** Reads an element; fails as {@link #read} expects it. */
  @FunctionalInterface
  private interface ElementReader<T> {
    T read(Map<String, Object> members) throws IOException;
  }

  @SuppressWarnings("unchecked") // what JsonTree makes; anything else is a ClassCastException
  private <T> Map<String, T> elements(
      Map<String, Object> members, String member, ElementReader<T> reader, Function<T, String> name)
      throws IOException {
    Map<String, T> elements = new LinkedHashMap<>();
    for (Object element : required(members, member, List.class)) {
      T read = reader.read((Map<String, Object>) element);
      if (elements.put(name.apply(read), read) != null) {
        throw new IllegalArgumentException("two " + member + " named " + name.apply(read));
      }
    }
    return elements;
  }

  private User user(Map<String, Object> members) throws IOException {
    requireKnown(members, "name", "created", "policy");
    return new User(
        text(members, "name"),
        number(members, "created"),
        Optional.ofNullable((String) members.get("policy")).map(Policy::ofIdentity));
  }

  private AccessKey key(Map<String, Object> members) throws IOException {
    requireKnown(members, "id", "user", "active", "created", "lastUsed", "secret");
    return new AccessKey(
        text(members, "id"),
        text(members, "user"),
        required(members, "active", Boolean.class),
        number(members, "created"),
        number(members, "lastUsed"),
        bytes(members, "secret"));
  }

  private Issuer issuer(Map<String, Object> members) throws IOException {
    requireKnown(members, "url", "keys");
    return Issuer.of(text(members, "url"), text(members, "keys"));
  }

  private Role role(Map<String, Object> members) throws IOException {
    requireKnown(members, "name", "issuer", "audience", "created", "policy");
    return new Role(
        text(members, "name"),
        text(members, "issuer"),
        text(members, "audience"),
        number(members, "created"),
        Policy.ofIdentity(text(members, "policy")));
  }

  private static String text(Map<String, Object> members, String member) {
    return required(members, member, String.class);
  }

  private static long number(Map<String, Object> members, String member) {
    return required(members, member, Long.class);
  }

  private static byte[] bytes(Map<String, Object> members, String member) {
    return Base64.getDecoder().decode(text(members, member));
  }

  private static <T> T required(Map<String, Object> members, String member, Class<T> type) {
    Object value = members.get(member);
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(member + ": " + value);
    }
    return type.cast(value);
  }

  /** What a newer release may have added could be a restriction. */
  private void requireKnown(Map<String, Object> members, String... known)
      throws UnsupportedFormatException {
    for (String member : members.keySet()) {
      if (!Set.of(known).contains(member)) {
        throw new UnsupportedFormatException(file, "a member " + member);
      }
    }
  }
}
