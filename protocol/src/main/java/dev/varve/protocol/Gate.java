package dev.varve.protocol;

import dev.varve.dynamodb.api.json.Operation;
import java.io.IOException;

/** Decides who calls, and whether he may. For any number of threads. */
public interface Gate {
  /**
   * Finds out who calls.
   *
   * @throws dev.varve.dynamodb.error.DynamoException if the request does not show it rightly
   */
  Caller identify(ApiRequest request) throws IOException;

  /**
   * Checks that a caller may make a call.
   *
   * @param sent what {@link #identify} has identified
   * @param request of the operation's type, not yet checked against the model's constraints
   * @throws AccessDeniedException if he may not
   */
  void admit(ApiRequest sent, Caller caller, Operation<?, ?> operation, Object request)
      throws IOException;
}
