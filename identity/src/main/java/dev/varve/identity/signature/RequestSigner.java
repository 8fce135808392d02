package dev.varve.identity.signature;

import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Signs requests by Signature Version 4, in a header, as a client does. Immutable. */
public final class RequestSigner {
  private final String keyId;
  private final String secret;
  private final String region;

  /** Signs with an access key. */
  public RequestSigner(String keyId, String secret, String region) {
    this.keyId = keyId;
    this.secret = secret;
    this.region = region;
  }

  /**
   * A request with its date and its signature.
   *
   * @param request has the header {@code Host}; all of its headers are signed
   * @param epochMillis the time
   */
  public ApiRequest signed(ApiRequest request, long epochMillis) {
    String date = AmzDate.format(epochMillis);
    List<Map.Entry<String, String>> fields = new ArrayList<>(request.headers().fields());
    fields.add(Map.entry("X-Amz-Date", date));
    List<String> names =
        fields.stream().map(field -> field.getKey().toLowerCase(Locale.ROOT)).sorted().toList();
    Credential credential =
        Credential.ofService(keyId, date.substring(0, AmzDate.DAY_LENGTH), region);
    ApiRequest dated =
        new ApiRequest(request.method(), request.uri(), Headers.of(fields), request.body());
    String signature =
        Signatures.signature(
            dated, names, date, credential, SigningKeys.derive(secret, credential));
    fields.add(
        Map.entry(
            "Authorization",
            Signatures.ALGORITHM
                + " Credential="
                + keyId
                + '/'
                + credential.scope()
                + ", SignedHeaders="
                + String.join(";", names)
                + ", Signature="
                + signature));
    return new ApiRequest(request.method(), request.uri(), Headers.of(fields), request.body());
  }
}
