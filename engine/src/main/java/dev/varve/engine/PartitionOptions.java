package dev.varve.engine;

import dev.varve.engine.version.PartitionProperties;
import dev.varve.sstable.Compression;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;

/**
 * What a partition is from its creation on: kept in the manifest, so that it holds again whenever
 * the engine is opened. Immutable: the array is copied, in both directions.
 *
 * @param compression of the partition's tables; empty for {@link EngineOptions#compression}
 * @param descriptor bytes that the engine keeps and does not look at, at most {@value
 *     #MAX_DESCRIPTOR_BYTES}: the layer above says there for what the partition is
 * @param frozen whether the partition takes no writes and its tables stay as they are: for one that
 *     is made of a {@link Checkpoint} to be kept, and shares its files with others
 */
@SuppressWarnings("ArrayRecordComponent") // copied, and compared by content
public record PartitionOptions(
    Optional<Compression> compression, byte[] descriptor, boolean frozen) {
  /** Most bytes of a descriptor: all descriptors are read whenever the engine is opened. */
  public static final int MAX_DESCRIPTOR_BYTES = 4 << 10;

  private static final PartitionOptions DEFAULTS =
      new PartitionOptions(Optional.empty(), new byte[0], false);

  /**
   * Copies the descriptor.
   *
   * @throws IllegalArgumentException if it is too long
   */
  public PartitionOptions {
    Objects.requireNonNull(compression);
    if (descriptor.length > MAX_DESCRIPTOR_BYTES) {
      throw new IllegalArgumentException(
          "a descriptor has at most " + MAX_DESCRIPTOR_BYTES + " bytes: " + descriptor.length);
    }
    descriptor = descriptor.clone();
  }

  /** The engine's options, and no descriptor. */
  public static PartitionOptions defaults() {
    return DEFAULTS;
  }

  /** The same with a compression of its own. */
  public PartitionOptions withCompression(Compression other) {
    return new PartitionOptions(Optional.of(other), descriptor, frozen);
  }

  /** The same with another descriptor. */
  public PartitionOptions withDescriptor(byte[] other) {
    return new PartitionOptions(compression, other, frozen);
  }

  /** The same, of a partition that stays as it is. */
  public PartitionOptions asFrozen() {
    return new PartitionOptions(compression, descriptor, true);
  }

  /** A copy of the descriptor; empty if there is none. */
  @Override
  public byte[] descriptor() {
    return descriptor.clone();
  }

  static PartitionOptions of(PartitionProperties properties) {
    return new PartitionOptions(
        Optional.ofNullable(properties.compression()),
        properties.descriptor(),
        properties.frozen());
  }

  PartitionProperties properties() {
    return PartitionProperties.of(compression.orElse(null), descriptor, frozen);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PartitionOptions that
        && compression.equals(that.compression)
        && frozen == that.frozen
        && Arrays.equals(descriptor, that.descriptor);
  }

  @Override
  public int hashCode() {
    return 31 * Objects.hash(compression, frozen) + Arrays.hashCode(descriptor);
  }

  @Override
  public String toString() {
    return "PartitionOptions[compression=%s, descriptor=%s, frozen=%s]"
        .formatted(
            compression.map(Compression::name).orElse("the engine's"),
            HexFormat.of().formatHex(descriptor),
            frozen);
  }
}
