package dev.varve.identity.session;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.varve.identity.store.Issuer;
import java.text.ParseException;
import java.util.Date;
import java.util.Map;
import java.util.Set;

/**
 * What an issuer's token says, after it was found to be that issuer's and of this time.
 *
 * @param issuer its URL
 * @param subject whom it is about
 * @param audience whom it was made for: the one that the role wants
 */
record WebIdentity(String issuer, String subject, String audience) {
  /** Signatures with public keys: with any other, whoever can check one could make one. */
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  /** Clocks differ. */
  private static final long LEEWAY_MILLIS = 60_000;

  private static final int MAX_SUBJECT_LENGTH = 255;

  /**
   * Reads and checks a token.
   *
   * @param issuers by URL
   * @param wantedIssuer that the role trusts
   * @param wantedAudience that the role trusts
   */
  static WebIdentity verify(
      String token,
      Map<String, Issuer> issuers,
      String wantedIssuer,
      String wantedAudience,
      long nowMillis)
      throws StsException {
    SignedJWT jwt;
    String named;
    try {
      jwt = SignedJWT.parse(token);
      named = jwt.getJWTClaimsSet().getIssuer();
    } catch (ParseException | IllegalArgumentException _) {
      throw StsException.invalidToken(
          "The web identity token that was passed is not a valid JSON Web Token");
    }
    Issuer issuer = named == null ? null : issuers.get(named);
    if (issuer == null) {
      throw StsException.invalidToken("No OpenIDConnect provider found for the issuer " + named);
    }
    JWTClaimsSet claims = verified(jwt, issuer);
    checkTime(claims, nowMillis);
    String subject = claims.getSubject();
    if (subject == null || subject.isEmpty() || subject.length() > MAX_SUBJECT_LENGTH) {
      throw StsException.invalidToken(
          "The subject of the web identity token must have 1 to 255 characters");
    }
    if (!named.equals(wantedIssuer)) {
      throw StsException.denied();
    }
    if (!claims.getAudience().contains(wantedAudience)) {
      throw StsException.invalidToken("Incorrect token audience");
    }
    return new WebIdentity(named, subject, wantedAudience);
  }

  private static JWTClaimsSet verified(SignedJWT jwt, Issuer issuer) throws StsException {
    try {
      DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
      processor.setJWSKeySelector(
          new JWSVerificationKeySelector<>(
              ALGORITHMS, new ImmutableJWKSet<>(JWKSet.parse(issuer.keySet()))));
      // Times are compared with the database's clock, not with the library's.
      processor.setJWTClaimsSetVerifier((_, _) -> {});
      return processor.process(jwt, null);
    } catch (BadJOSEException | JOSEException e) {
      throw StsException.invalidToken(
          "Couldn't verify the signature of the web identity token: " + e.getMessage());
    } catch (ParseException e) {
      throw new IllegalStateException("a key set that was read once, " + issuer.url(), e);
    }
  }

  private static void checkTime(JWTClaimsSet claims, long nowMillis) throws StsException {
    Date expires = claims.getExpirationTime();
    if (expires == null) {
      throw StsException.invalidToken("The web identity token does not expire");
    }
    if (expires.toInstant().toEpochMilli() <= nowMillis) {
      throw new StsException(
          400,
          "ExpiredTokenException",
          "Token expired: current date/time must be before the expiration date/time");
    }
    Date from = claims.getNotBeforeTime();
    Date issued = claims.getIssueTime();
    if (isLater(from, nowMillis) || isLater(issued, nowMillis)) {
      throw StsException.invalidToken("The web identity token is not valid yet");
    }
  }

  private static boolean isLater(Date date, long nowMillis) {
    return date != null && date.toInstant().toEpochMilli() > nowMillis + LEEWAY_MILLIS;
  }
}
