package dev.varve.soak.client;

import java.io.IOException;

/** The client itself ended a connection before its request was whole: it must have no effect. */
final class CutException extends IOException {
  private static final long serialVersionUID = 1L;

  CutException(Fault fault) {
    super(fault.toString());
  }
}
