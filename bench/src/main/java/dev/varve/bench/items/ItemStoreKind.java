package dev.varve.bench.items;

import java.nio.file.Path;
import java.util.List;

/**
 * One of the stores with DynamoDB's operations; {@link ItemStores} lists them.
 *
 * @param name in commands and results
 * @param persistent whether it keeps its items in its directory
 * @param durability of its acknowledged writes: {@code buffered}, {@code sync} or {@code none}
 * @param jvmArguments what the virtual machine needs for it
 * @param loader opens it, or creates it in an empty directory, to be filled; what it is filled with
 *     is on storage when it has settled, not before
 * @param opener opens it, or creates it in an empty directory, to be measured
 */
public record ItemStoreKind(
    String name,
    boolean persistent,
    String durability,
    List<String> jvmArguments,
    Opener loader,
    Opener opener) {
  /** Opens a store. */
  @FunctionalInterface
  public interface Opener {
    /**
     * Opens the store in a directory, or creates it there.
     *
     * @throws dev.varve.bench.store.StoreUnavailableException if its native library does not load
     *     on this machine
     */
    ItemStore<?> open(Path directory) throws Exception;
  }
}
