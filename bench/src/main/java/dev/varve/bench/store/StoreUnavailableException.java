package dev.varve.bench.store;

import java.io.IOException;

/** A store cannot be used on this machine: its native library does not load. */
public final class StoreUnavailableException extends IOException {
  private static final long serialVersionUID = 1;

  private final String store;

  /** Names the store. */
  public StoreUnavailableException(String store, Throwable cause) {
    super(store + " cannot be used here: " + cause, cause);
    this.store = store;
  }

  /** Name of the store. */
  public String store() {
    return store;
  }
}
