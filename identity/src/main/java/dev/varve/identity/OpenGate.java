package dev.varve.identity;

import dev.varve.dynamodb.api.json.Operation;
import dev.varve.identity.signature.Authorization;
import dev.varve.identity.signature.Credential;
import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.Caller;
import dev.varve.protocol.Gate;
import java.util.Map;
import java.util.Optional;

/**
 * Lets everybody do everything. What a request is signed with is looked at for a key id and a
 * region, and nothing of it is checked; it may be missing. Thread-safe.
 */
public final class OpenGate implements Gate {
  private final String account;
  private final String region;
  private final String arn;

  /** A gate to the account 000000000000, and us-east-1 where a request names no region. */
  public OpenGate() {
    this("000000000000", "us-east-1");
  }

  /**
   * A gate.
   *
   * @param account to which everybody belongs, twelve digits
   * @param region of requests that name none
   */
  public OpenGate(String account, String region) {
    this.account = account;
    this.region = region;
    this.arn = "arn:aws:iam::" + account + ":root";
  }

  @Override
  public Caller identify(ApiRequest request) {
    String text = Authorization.credentialOf(request);
    Credential credential = text == null ? null : Credential.parse(text);
    if (credential == null) {
      return new Caller(account, region, Optional.empty(), Optional.empty(), arn, Map.of());
    }
    return new Caller(
        account,
        Credential.isRegion(credential.region()) ? credential.region() : region,
        credential.keyId().isEmpty() ? Optional.empty() : Optional.of(credential.keyId()),
        Optional.empty(),
        arn,
        Map.of());
  }

  @Override
  public void admit(Caller caller, Operation<?, ?> operation, Object request) {
    // Everybody may do everything.
  }
}
