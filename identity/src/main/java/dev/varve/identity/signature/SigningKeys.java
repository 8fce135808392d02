package dev.varve.identity.signature;

import dev.varve.identity.cache.Recent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import javax.crypto.SecretKey;

/**
 * The keys that sign, derived from secrets for a day, a region and a service. Deriving one takes
 * four times as long as signing does, so that those in use are kept, some thousands at most.
 *
 * <p>A key id is never given to another secret, so that what is kept stays right; whether the id is
 * still good is asked elsewhere. Thread-safe.
 */
final class SigningKeys {
  static final int CAPACITY = 1024;

  private record Use(String keyId, String scope) {}

  private final Recent<Use, SecretKey> keys = new Recent<>(CAPACITY);

  /**
   * The key of a credential.
   *
   * @param secret gives the secret of the credential's key id; asked if nothing is kept
   */
  SecretKey of(Credential credential, Supplier<String> secret) {
    return keys.get(
        new Use(credential.keyId(), credential.scope()), _ -> derive(secret.get(), credential));
  }

  /** How many are kept. */
  int size() {
    return keys.size();
  }

  static SecretKey derive(String secret, Credential credential) {
    byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
    for (String part :
        List.of(
            credential.day(), credential.region(), credential.service(), credential.terminator())) {
      key = Hashes.hmac(Hashes.key(key), part.getBytes(StandardCharsets.UTF_8));
    }
    return Hashes.key(key);
  }
}
