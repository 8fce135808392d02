package dev.varve.identity.signature;

import dev.varve.io.Clock;
import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.IncompleteSignatureException;
import dev.varve.protocol.InvalidSignatureException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import javax.crypto.SecretKey;

/** Checks signatures, in two steps between which somebody finds the secret. Thread-safe. */
public final class Signatures {
  static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final long LATE_MINUTES = 15;
  private static final long EARLY_MINUTES = 5;
  private static final long MINUTE_MILLIS = 60_000;

  private final Clock clock;
  private final SigningKeys keys = new SigningKeys();

  /** Checks by a clock. */
  public Signatures(Clock clock) {
    this.clock = clock;
  }

  /**
   * Checks all that needs no secret, in the service's order: the date's form and the clock, the
   * host, the algorithm, the credential and its scope.
   *
   * @return whose signature it claims to be
   * @throws dev.varve.dynamodb.error.DynamoException naming what is wrong
   */
  public Credential check(Authorization authorization) {
    String date = authorization.date();
    long signedMillis = AmzDate.parse(date);
    if (signedMillis < 0) {
      throw new IncompleteSignatureException(
          "Date must be in ISO-8601 'basic format'. Got '"
              + date
              + "'. See http://en.wikipedia.org/wiki/ISO_8601");
    }
    checkClock(authorization, signedMillis);
    if (!authorization.signedHeaders().contains("host")) {
      throw new InvalidSignatureException(
          "'Host' must be a 'SignedHeader' in the AWS Authorization.");
    }
    if (!authorization.algorithm().equals(ALGORITHM)) {
      throw new IncompleteSignatureException(
          "Unsupported AWS 'algorithm': '"
              + authorization.algorithm()
              + "' (only AWS4-HMAC-SHA256 for now). ");
    }
    Credential credential = Credential.require(authorization.credential());
    credential.requireScope(date);
    return credential;
  }

  private void checkClock(Authorization authorization, long signedMillis) {
    long now = clock.epochMillis();
    long lifetime = authorization.lifetimeSeconds();
    long late = lifetime < 0 ? LATE_MINUTES * MINUTE_MILLIS : lifetime * 1000;
    if (signedMillis < now - late) {
      throw new InvalidSignatureException(
          "Signature expired: "
              + authorization.date()
              + " is now earlier than "
              + AmzDate.format(now - late)
              + " ("
              + AmzDate.format(now)
              + " - "
              + (lifetime < 0 ? LATE_MINUTES + " min.)" : lifetime + " sec.)"));
    }
    long early = EARLY_MINUTES * MINUTE_MILLIS;
    if (signedMillis > now + early) {
      throw new InvalidSignatureException(
          "Signature not yet current: "
              + authorization.date()
              + " is still later than "
              + AmzDate.format(now + early)
              + " ("
              + AmzDate.format(now)
              + " + "
              + EARLY_MINUTES
              + " min.)");
    }
  }

  /**
   * Checks the signature itself. How long that takes does not tell how much of it is right.
   *
   * @param credential which {@link #check} has returned
   * @param secret gives the secret of the credential's key id
   * @throws InvalidSignatureException if it is not the request's
   */
  public void verify(
      ApiRequest request,
      Authorization authorization,
      Credential credential,
      Supplier<String> secret) {
    byte[] wanted =
        signature(
                request,
                authorization.signedHeaders(),
                authorization.date(),
                credential,
                keys.of(credential, secret))
            .getBytes(StandardCharsets.US_ASCII);
    byte[] given = authorization.signature().getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(wanted, given)) {
      throw new InvalidSignatureException(
          "The request signature we calculated does not match the signature you provided. Check"
              + " your AWS Secret Access Key and signing method. Consult the service documentation"
              + " for details.");
    }
  }

  /** The signature of a request with a key that was derived for the credential. */
  static String signature(
      ApiRequest request,
      List<String> signedHeaders,
      String date,
      Credential credential,
      SecretKey key) {
    String toSign =
        ALGORITHM
            + '\n'
            + date
            + '\n'
            + credential.scope()
            + '\n'
            + Hashes.sha256Hex(CanonicalRequest.bytes(request, signedHeaders));
    return HexFormat.of().formatHex(Hashes.hmac(key, toSign.getBytes(StandardCharsets.UTF_8)));
  }
}
