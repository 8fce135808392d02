package dev.varve.engine;

import dev.varve.io.Access;

/** How pages of tables come from storage into memory. */
public enum TablePages {
  /**
   * By large ones of 2 MiB while all tables surely stay in memory, one by one when they may not.
   * The engine looks twice a second how much memory there is, for itself, for its control groups,
   * and beside what other processes use.
   */
  AUTOMATIC(Access.POINT),
  /**
   * Always by large ones: for a store that is known to stay in memory. Once it does not, each read
   * that finds its page missing costs 2 MiB from the device.
   */
  LARGE(Access.POINT_IN_MEMORY),
  /** Always one by one: for a store that is known to outgrow memory. */
  SINGLE(Access.POINT_ON_DEVICE);

  private final Access access;

  TablePages(Access access) {
    this.access = access;
  }

  Access access() {
    return access;
  }
}
