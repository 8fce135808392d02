package dev.varve.server;

import dev.varve.dynamodb.api.json.Operation;
import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.Caller;
import dev.varve.protocol.Gate;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lets everybody do everything, and takes his word for who he is and what he signs for. */
final class TrustingGate implements Gate {
  private static final String DEFAULT_ACCOUNT = "000000000000";
  private static final String DEFAULT_REGION = "us-east-1";

  /** The key id and the region, in a header or in a query, where slashes are escaped. */
  private static final Pattern CREDENTIAL =
      Pattern.compile("Credential=([^/,%&\\s]+)(?:/|%2F)[0-9]{8}(?:/|%2F)([^/,%&\\s]+)");

  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

  @Override
  public Caller identify(ApiRequest request) {
    String authorization = request.headers().value("Authorization");
    Matcher credential = CREDENTIAL.matcher(authorization == null ? request.uri() : authorization);
    if (!credential.find()) {
      return caller(Optional.empty(), DEFAULT_REGION);
    }
    return caller(Optional.of(credential.group(1)), credential.group(2));
  }

  private static Caller caller(Optional<String> keyId, String region) {
    // Who wants accounts apart says which by his key id: no other part of a request could.
    String account = keyId.filter(id -> ACCOUNT.matcher(id).matches()).orElse(DEFAULT_ACCOUNT);
    return new Caller(
        account, region, keyId, Optional.empty(), "arn:aws:iam::" + account + ":root", Map.of());
  }

  @Override
  public void admit(Caller caller, Operation<?, ?> operation, Object request) {
    // Everybody may.
  }
}
