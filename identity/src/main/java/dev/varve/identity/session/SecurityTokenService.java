package dev.varve.identity.session;

import dev.varve.identity.policy.MalformedPolicyException;
import dev.varve.identity.policy.Policy;
import dev.varve.identity.store.Identities;
import dev.varve.identity.store.IdentityStore;
import dev.varve.identity.store.KeyMaker;
import dev.varve.identity.store.MasterKey;
import dev.varve.identity.store.Role;
import dev.varve.identity.store.User;
import dev.varve.io.Clock;
import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.ApiResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Gives temporary credentials: the action AssumeRoleWithWebIdentity of the Security Token Service,
 * in its query protocol. Requests need no signature; the token in them is what they stand on.
 * Thread-safe.
 */
public final class SecurityTokenService {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String ACTION = "AssumeRoleWithWebIdentity";
  private static final long SHORTEST_SECONDS = 900;
  private static final long LONGEST_SECONDS = 43_200;
  private static final long USUAL_SECONDS = 3_600;
  private static final int MAX_BODY_BYTES = 64 << 10;
  private static final int MAX_POLICY_LENGTH = 2048;
  private static final String SESSION_KEY = "ASIA";
  private static final System.Logger LOG = System.getLogger("dev.varve.identity");

  private final IdentityStore store;
  private final Clock clock;
  private final String account;
  private final KeyMaker keyMaker = new KeyMaker(new SecureRandom());

  /**
   * A service for the roles of a store.
   *
   * @param account what stands in ARNs, twelve digits
   */
  public SecurityTokenService(IdentityStore store, Clock clock, String account) {
    this.store = store;
    this.clock = clock;
    this.account = account;
  }

  /** Whether a request is for this service, and not for the database. */
  public static boolean takes(ApiRequest request) {
    String type = request.headers().value("Content-Type");
    return request.method().equals("POST")
        && type != null
        && type.regionMatches(true, 0, FORM, 0, FORM.length());
  }

  /** Answers a request. Whatever goes wrong is an answer, too. */
  public ApiResponse answer(ApiRequest request) {
    String id = UUID.randomUUID().toString();
    try {
      return new ApiResponse(200, "text/xml", id, assume(parameters(request), id));
    } catch (StsException e) {
      return new ApiResponse(e.status(), "text/xml", id, StsXml.error(e, id));
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.ERROR, "temporary credentials could not be given", e);
      StsException error =
          new StsException(
              500, "InternalFailure", "The request processing has failed because of an error");
      return new ApiResponse(500, "text/xml", id, StsXml.error(error, id));
    }
  }

  private static Map<String, String> parameters(ApiRequest request) throws StsException {
    if (request.body().length > MAX_BODY_BYTES) {
      throw StsException.invalid("The request is longer than " + MAX_BODY_BYTES + " bytes");
    }
    try {
      return FormBody.parse(request.body());
    } catch (IllegalArgumentException e) {
      throw StsException.invalid("The request is no form: " + e.getMessage());
    }
  }

  private byte[] assume(Map<String, String> parameters, String id)
      throws IOException, StsException {
    String action = parameters.get("Action");
    if (action == null) {
      throw new StsException(400, "MissingAction", "The request has no Action");
    }
    if (!action.equals(ACTION)) {
      throw new StsException(
          400, "InvalidAction", "Could not find operation " + action + ": there is " + ACTION);
    }
    String roleArn = required(parameters, "RoleArn");
    String name = required(parameters, "RoleSessionName");
    if (name.length() < 2 || !User.isName(name)) {
      throw StsException.invalid("RoleSessionName must have 2 to 64 letters, digits or +=,.@-_");
    }
    String token = required(parameters, "WebIdentityToken");
    long seconds = seconds(parameters.get("DurationSeconds"));
    Optional<String> policy = sessionPolicy(parameters);
    Identities identities = store.current();
    Role role = role(identities, roleArn);
    long now = clock.epochMillis();
    WebIdentity shown =
        WebIdentity.verify(token, identities.issuers(), role.issuer(), role.audience(), now);
    Session session =
        new Session(
            keyMaker.id(SESSION_KEY),
            keyMaker.secret(),
            role.name(),
            name,
            shown.issuer(),
            shown.subject(),
            shown.audience(),
            now + seconds * 1000,
            policy);
    MasterKey master = store.sealing().orElseThrow(() -> new IOException("there is no master key"));
    String arn = "arn:aws:sts::" + account + ":assumed-role/" + role.name() + "/" + name;
    return StsXml.session(session, roleArn, arn, SessionTokens.write(session, master), id);
  }

  private static String required(Map<String, String> parameters, String name) throws StsException {
    String value = parameters.get(name);
    if (value == null || value.isEmpty()) {
      throw StsException.invalid("The request must contain the parameter " + name);
    }
    return value;
  }

  private static long seconds(String text) throws StsException {
    if (text == null) {
      return USUAL_SECONDS;
    }
    long seconds = 0;
    for (int i = 0; i < text.length() && seconds <= LONGEST_SECONDS; i++) {
      int digit = text.charAt(i) - '0';
      seconds = digit < 0 || digit > 9 ? Long.MAX_VALUE : 10 * seconds + digit;
    }
    if (seconds < SHORTEST_SECONDS || seconds > LONGEST_SECONDS) {
      throw StsException.invalid(
          "DurationSeconds must be from " + SHORTEST_SECONDS + " to " + LONGEST_SECONDS);
    }
    return seconds;
  }

  private static Optional<String> sessionPolicy(Map<String, String> parameters)
      throws StsException {
    if (parameters.keySet().stream().anyMatch(name -> name.startsWith("PolicyArns."))) {
      throw StsException.invalid("There are no managed policies here: PolicyArns");
    }
    String text = parameters.get("Policy");
    if (text == null || text.isEmpty()) {
      return Optional.empty();
    }
    if (text.length() > MAX_POLICY_LENGTH) {
      throw StsException.invalid("Policy has more than " + MAX_POLICY_LENGTH + " characters");
    }
    try {
      return Optional.of(Policy.ofIdentity(text).text());
    } catch (MalformedPolicyException e) {
      throw new StsException(400, "MalformedPolicyDocument", e.getMessage());
    }
  }

  /** Of one that is not there, too, nobody learns more than that he may not have it. */
  private Role role(Identities identities, String arn) throws StsException {
    String prefix = "arn:aws:iam::" + account + ":role/";
    Role role =
        arn.startsWith(prefix) ? identities.roles().get(arn.substring(prefix.length())) : null;
    if (role == null) {
      throw StsException.denied();
    }
    return role;
  }
}
