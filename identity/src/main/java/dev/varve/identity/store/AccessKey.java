package dev.varve.identity.store;

/**
 * An access key.
 *
 * @param id as requests name it
 * @param user whose it is
 * @param active whether requests may be signed with it
 * @param created in milliseconds since 1970
 * @param lastUsed in milliseconds since 1970, a minute or so old; 0 for never
 * @param sealedSecret the secret, which only the master key opens. Not copied; nobody changes it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record AccessKey(
    String id, String user, boolean active, long created, long lastUsed, byte[] sealedSecret) {

  /** The same key, active or not. */
  AccessKey with(boolean nowActive) {
    return new AccessKey(id, user, nowActive, created, lastUsed, sealedSecret);
  }

  /** The same key, used later. */
  AccessKey usedAt(long millis) {
    return new AccessKey(id, user, active, created, Math.max(lastUsed, millis), sealedSecret);
  }

  /** Who else could put the secret of another key in this one's place. */
  static String sealContext(String id) {
    return "secret of access key " + id;
  }
}
