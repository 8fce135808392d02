package dev.varve.identity.store;

import dev.varve.identity.policy.Policy;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All users, access keys, roles and issuers at one moment, in the order of their creation.
 *
 * @param users by name
 * @param keys by id
 * @param roles by name
 * @param issuers by URL
 */
public record Identities(
    Map<String, User> users,
    Map<String, AccessKey> keys,
    Map<String, Role> roles,
    Map<String, Issuer> issuers) {
  /** How many keys of a user may be active, so that one can be exchanged for another. */
  static final int MAX_ACTIVE_KEYS = 2;

  /** Nobody. */
  public static final Identities NONE = new Identities(Map.of(), Map.of(), Map.of(), Map.of());

  /** Copies the maps. */
  public Identities {
    users = copy(users);
    keys = copy(keys);
    roles = copy(roles);
    issuers = copy(issuers);
  }

  private static <T> Map<String, T> copy(Map<String, T> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /** The keys of a user. */
  public List<AccessKey> keysOf(String user) {
    return keys.values().stream().filter(key -> key.user().equals(user)).toList();
  }

  User requireUser(String name) {
    return Optional.ofNullable(users.get(name))
        .orElseThrow(() -> new IdentityException("there is no user " + name));
  }

  AccessKey requireKey(String id) {
    return Optional.ofNullable(keys.get(id))
        .orElseThrow(() -> new IdentityException("there is no access key " + id));
  }

  Identities with(User user) {
    return new Identities(put(users, user.name(), user), keys, roles, issuers);
  }

  /** With another policy of a user, or none. */
  Identities withPolicy(String user, Optional<Policy> policy) {
    return with(requireUser(user).with(policy));
  }

  /** With a key, whose user is there. */
  Identities with(AccessKey key) {
    requireUser(key.user());
    Identities changed = new Identities(users, put(keys, key.id(), key), roles, issuers);
    long active = changed.keysOf(key.user()).stream().filter(AccessKey::active).count();
    if (key.active() && active > MAX_ACTIVE_KEYS) {
      throw new IdentityException(
          key.user() + " has two active access keys, which is the most: deactivate one");
    }
    return changed;
  }

  Identities withActive(String keyId, boolean active) {
    return with(requireKey(keyId).with(active));
  }

  Identities withoutKey(String keyId) {
    requireKey(keyId);
    return new Identities(users, remove(keys, keyId), roles, issuers);
  }

  /** Without a user and his keys. */
  Identities withoutUser(String name) {
    requireUser(name);
    Map<String, AccessKey> others = new LinkedHashMap<>(keys);
    others.values().removeIf(key -> key.user().equals(name));
    return new Identities(remove(users, name), others, roles, issuers);
  }

  /** With a role, whose issuer is there. */
  Identities with(Role role) {
    if (!issuers.containsKey(role.issuer())) {
      throw new IdentityException("there is no issuer " + role.issuer());
    }
    return new Identities(users, keys, put(roles, role.name(), role), issuers);
  }

  Identities withoutRole(String name) {
    if (!roles.containsKey(name)) {
      throw new IdentityException("there is no role " + name);
    }
    return new Identities(users, keys, remove(roles, name), issuers);
  }

  Identities with(Issuer issuer) {
    return new Identities(users, keys, roles, put(issuers, issuer.url(), issuer));
  }

  /** Without an issuer, whom no role trusts. */
  Identities withoutIssuer(String url) {
    if (!issuers.containsKey(url)) {
      throw new IdentityException("there is no issuer " + url);
    }
    roles.values().stream()
        .filter(role -> role.issuer().equals(url))
        .findFirst()
        .ifPresent(role -> {
          throw new IdentityException("the role " + role.name() + " trusts " + url);
        });
    return new Identities(users, keys, roles, remove(issuers, url));
  }

  /** With later times of use; those of keys that are not there are left out. */
  Identities withUses(Map<String, Long> lastUsed) {
    Map<String, AccessKey> used = new LinkedHashMap<>(keys);
    lastUsed.forEach((id, millis) -> used.computeIfPresent(id, (_, key) -> key.usedAt(millis)));
    return new Identities(users, used, roles, issuers);
  }

  private static <T> Map<String, T> put(Map<String, T> map, String name, T value) {
    Map<String, T> changed = new LinkedHashMap<>(map);
    changed.put(name, value);
    return changed;
  }

  private static <T> Map<String, T> remove(Map<String, T> map, String name) {
    Map<String, T> changed = new LinkedHashMap<>(map);
    changed.remove(name);
    return changed;
  }
}
