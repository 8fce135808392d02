package dev.varve.server.admin;

import dev.varve.protocol.ApiRequest;
import java.io.IOException;

/** Decides who may administer. For any number of threads. */
@FunctionalInterface
public interface AdminGate {
  /** Lets in whoever reaches the address. */
  AdminGate OPEN = _ -> {};

  /**
   * Checks a request.
   *
   * @throws dev.varve.dynamodb.error.DynamoException if it is not to be answered
   */
  void admit(ApiRequest request) throws IOException;
}
