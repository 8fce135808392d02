package dev.varve.identity.store;

import com.nimbusds.jose.jwk.JWKSet;
import java.text.ParseException;

/**
 * Somebody whose tokens can be shown for temporary credentials.
 *
 * @param url as tokens name the issuer
 * @param keySet the keys that sign its tokens, public parts only, as a JSON Web Key Set
 */
public record Issuer(String url, String keySet) {
  /**
   * An issuer.
   *
   * @param keySet private parts are left out
   * @throws IdentityException if it is no key set, or has no public key
   */
  public static Issuer of(String url, String keySet) {
    if (!url.startsWith("https://") && !url.startsWith("http://")) {
      throw new IdentityException("an issuer is a URL, as its tokens have it in iss: " + url);
    }
    try {
      JWKSet keys = JWKSet.parse(keySet).toPublicJWKSet();
      if (keys.getKeys().isEmpty()) {
        throw new IdentityException("there is no public key in the key set of " + url);
      }
      return new Issuer(url, keys.toString(true));
    } catch (ParseException e) {
      throw new IdentityException(
          "the key set of " + url + " is no JSON Web Key Set: " + e.getMessage(), e);
    }
  }

  /** The URL without its scheme, which stands before the colon in condition keys. */
  public static String host(String url) {
    return url.substring(url.indexOf("//") + 2);
  }
}
