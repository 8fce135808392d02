package dev.varve.bench.store;

import java.util.List;

/**
 * Brings more stores, found through {@link java.util.ServiceLoader}: whatever is on the class path
 * can be measured beside ours. Needs a public constructor without parameters.
 */
public interface StoreProvider {
  /** The stores, under names that no other has. */
  List<StoreKind> stores();
}
