package dev.varve.soak.client;

import java.io.IOException;

/** The client itself gave up a request without its answer, which may have an effect, even later. */
final class UnansweredException extends IOException {
  private static final long serialVersionUID = 1L;

  UnansweredException(Fault fault) {
    super(fault.toString());
  }
}
