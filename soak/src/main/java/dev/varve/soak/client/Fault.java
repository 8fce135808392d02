package dev.varve.soak.client;

import java.util.Locale;

/** What a client does instead of sending a request and reading its answer. */
enum Fault {
  /** Resets the connection within the head of the request. */
  CUT_HEAD,
  /** Resets the connection within the body. */
  CUT_BODY,
  /**
   * Ends the connection, but for what is still to be read, behind the request; reads the answer.
   */
  HALF_CLOSED,
  /** Resets the connection behind the request. */
  UNREAD,
  /** Reads the first bytes of the answer and resets the connection. */
  READ_PARTLY;

  /** The name that figures have for it. */
  String figure() {
    return "fault-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
