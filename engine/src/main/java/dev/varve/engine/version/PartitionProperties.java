package dev.varve.engine.version;

import dev.varve.io.ByteReader;
import dev.varve.io.ByteWriter;
import dev.varve.io.CorruptionException;
import dev.varve.io.UnsupportedFormatException;
import dev.varve.sstable.Compression;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the manifest says of a partition from its creation on: options that it has of its own, and a
 * descriptor that only the layer above understands. Immutable.
 *
 * <p>Stored as tagged values, so that later releases can add to them. A value whose tag this
 * release does not know is kept and written again where the tag says that it may be passed over,
 * and refuses the directory where not; see docs/formats/manifest.md.
 */
public final class PartitionProperties {
  /** Of a partition that has the engine's options and no descriptor. */
  public static final PartitionProperties NONE = new PartitionProperties(new TreeMap<>());

  // Stored: never renumber.
  private static final int COMPRESSION = 1;
  private static final int DESCRIPTOR = 2;

  /**
   * An older release passes over it: it may rewrite the partition's tables, which harms nothing.
   */
  private static final int FROZEN = FieldTags.FIRST_SKIPPABLE;

  /** How a compression is stored, by its code. */
  private static final Compression[] COMPRESSIONS = {Compression.NONE, Compression.LZ4};

  private final SortedMap<Integer, byte[]> values; // not changed any more

  private PartitionProperties(SortedMap<Integer, byte[]> values) {
    this.values = values;
  }

  /**
   * Creates properties.
   *
   * @param compression of the partition's tables, or {@code null} for the engine's
   * @param descriptor of the layer above, copied; empty for none
   * @param frozen whether its tables stay as they are
   */
  public static PartitionProperties of(Compression compression, byte[] descriptor, boolean frozen) {
    SortedMap<Integer, byte[]> values = new TreeMap<>();
    if (compression != null) {
      int code = Arrays.asList(COMPRESSIONS).indexOf(compression);
      values.put(COMPRESSION, new byte[] {(byte) code});
    }
    if (descriptor.length > 0) {
      values.put(DESCRIPTOR, descriptor.clone());
    }
    if (frozen) {
      values.put(FROZEN, new byte[0]);
    }
    return new PartitionProperties(values);
  }

  /** The compression of the partition's tables, or {@code null} for the engine's. */
  public Compression compression() {
    byte[] code = values.get(COMPRESSION);
    return code == null ? null : COMPRESSIONS[code[0]];
  }

  /** A copy of the descriptor; empty if there is none. */
  public byte[] descriptor() {
    return values.getOrDefault(DESCRIPTOR, new byte[0]).clone();
  }

  /** Whether the partition takes no writes and its tables are not compacted. */
  public boolean frozen() {
    return values.containsKey(FROZEN);
  }

  void writeTo(ByteWriter out) {
    values.forEach((tag, value) -> out.putVarint(tag).putLengthPrefixed(value));
  }

  /** Reads properties up to the reader's end. */
  static PartitionProperties read(ByteReader in)
      throws CorruptionException, UnsupportedFormatException {
    SortedMap<Integer, byte[]> values = new TreeMap<>();
    while (in.remaining() > 0) {
      int tag = in.getVarintInt();
      if (tag != COMPRESSION && tag != DESCRIPTOR) {
        FieldTags.requireSkippable(in, "partition property", tag);
      }
      byte[] value = in.getLengthPrefixed();
      if (tag == FROZEN && value.length > 0) {
        throw in.corrupt("no value of a frozen partition", Arrays.toString(value));
      }
      if (tag == COMPRESSION && (value.length != 1 || value[0] < 0)) {
        throw in.corrupt("a compression's code, one byte", Arrays.toString(value));
      }
      if (tag == COMPRESSION && value[0] >= COMPRESSIONS.length) {
        throw new UnsupportedFormatException(in.file(), "compression " + value[0]);
      }
      if (values.put(tag, value) != null) {
        throw in.corrupt("each partition property once", "tag " + tag + " again");
      }
    }
    return new PartitionProperties(values);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PartitionProperties that
        && values.keySet().equals(that.values.keySet())
        && values.keySet().stream()
            .allMatch(tag -> Arrays.equals(values.get(tag), that.values.get(tag)));
  }

  @Override
  public int hashCode() {
    return values.entrySet().stream()
        .mapToInt(entry -> 31 * entry.getKey() + Arrays.hashCode(entry.getValue()))
        .sum();
  }
}
