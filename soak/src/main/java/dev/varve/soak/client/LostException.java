package dev.varve.soak.client;

import java.io.IOException;

/** A connection ended, or could not be made, through no fault of the client. */
public final class LostException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int life;

  LostException(int life, IOException cause) {
    super("life " + life + ": " + cause, cause);
    this.life = life;
  }

  /** The life of the server that it was connected to. */
  int life() {
    return life;
  }
}
