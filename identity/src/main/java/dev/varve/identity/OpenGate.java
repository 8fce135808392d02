package dev.varve.identity;

import dev.varve.dynamodb.api.json.Operation;
import dev.varve.identity.signature.Authorization;
import dev.varve.identity.signature.Credential;
import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.Caller;
import dev.varve.protocol.Gate;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Lets everybody do everything. What a request is signed with is looked at for a key id and a
 * region, and nothing of it is checked; it may be missing. A key id of twelve digits is an account:
 * whoever wants accounts apart has no other part of a request to say which. Thread-safe.
 */
public final class OpenGate implements Gate {
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

  private final String account;
  private final String region;

  /** A gate to the account 000000000000, and us-east-1 where a request names no region. */
  public OpenGate() {
    this("000000000000", "us-east-1");
  }

  /**
   * A gate.
   *
   * @param account of everybody whose key id is none, twelve digits
   * @param region of requests that name none
   */
  public OpenGate(String account, String region) {
    this.account = account;
    this.region = region;
  }

  @Override
  public Caller identify(ApiRequest request) {
    String text = Authorization.credentialOf(request);
    Credential credential = text == null ? null : Credential.parse(text);
    if (credential == null) {
      return caller(Optional.empty(), region);
    }
    return caller(
        credential.keyId().isEmpty() ? Optional.empty() : Optional.of(credential.keyId()),
        Credential.isRegion(credential.region()) ? credential.region() : region);
  }

  private Caller caller(Optional<String> keyId, String of) {
    String owner = keyId.filter(id -> ACCOUNT.matcher(id).matches()).orElse(account);
    return new Caller(
        owner, of, keyId, Optional.empty(), "arn:aws:iam::" + owner + ":root", Map.of());
  }

  @Override
  public void admit(ApiRequest sent, Caller caller, Operation<?, ?> operation, Object request) {
    // Everybody may do everything.
  }
}
