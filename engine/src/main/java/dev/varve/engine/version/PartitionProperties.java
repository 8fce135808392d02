package dev.varve.engine.version;

import dev.varve.engine.table.KeyRange;
import dev.varve.io.ByteReader;
import dev.varve.io.ByteWriter;
import dev.varve.io.CorruptionException;
import dev.varve.io.UnsupportedFormatException;
import dev.varve.sstable.Compression;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
  private static final int RANGE = 3;
  private static final int PARENTS = 4;

  /**
   * An older release passes over it: it may rewrite the partition's tables, which harms nothing.
   */
  private static final int FROZEN = FieldTags.FIRST_SKIPPABLE;

  /** How a compression is stored, by its code. */
  private static final Compression[] COMPRESSIONS = {Compression.NONE, Compression.LZ4};

  private final SortedMap<Integer, byte[]> values; // not changed any more

  /**
   * A partition that this one took the place of, or a part of the place.
   *
   * @param partition its number
   * @param flushed sequence number up to which its tables held its writes then: the log's later
   *     ones are this partition's, as far as their keys are
   */
  public record Parent(int partition, long flushed) {}

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

  /** The keys that the partition holds: all, unless it took the place of another one. */
  public KeyRange range() {
    byte[] value = values.get(RANGE);
    if (value == null) {
      return KeyRange.ALL;
    }
    try {
      return range(new ByteReader(value, null, 0));
    } catch (CorruptionException wrong) {
      throw new AssertionError("checked when it was read", wrong);
    }
  }

  /** The same, of a partition that holds these keys alone. */
  public PartitionProperties withRange(KeyRange range) {
    if (range.isAll()) {
      return without(RANGE);
    }
    return with(
        RANGE,
        new ByteWriter(64)
            .putLengthPrefixed(orEmpty(range.lower()))
            .putLengthPrefixed(orEmpty(range.upper())));
  }

  /** The partitions whose place it took; none for one that was created by itself. */
  public List<Parent> parents() {
    byte[] value = values.get(PARENTS);
    if (value == null) {
      return List.of();
    }
    try {
      return parents(new ByteReader(value, null, 0));
    } catch (CorruptionException wrong) {
      throw new AssertionError("checked when it was read", wrong);
    }
  }

  /** The same, of a partition that took the place of some, one at least. */
  public PartitionProperties withParents(List<Parent> parents) {
    ByteWriter value = new ByteWriter(32);
    parents.forEach(parent -> value.putVarint(parent.partition()).putVarint(parent.flushed()));
    return with(PARENTS, value);
  }

  private PartitionProperties with(int tag, ByteWriter value) {
    SortedMap<Integer, byte[]> changed = new TreeMap<>(values);
    changed.put(tag, value.toByteArray());
    return new PartitionProperties(changed);
  }

  private PartitionProperties without(int tag) {
    SortedMap<Integer, byte[]> changed = new TreeMap<>(values);
    changed.remove(tag);
    return new PartitionProperties(changed);
  }

  private static byte[] orEmpty(byte[] bound) {
    return bound == null ? new byte[0] : bound;
  }

  private static KeyRange range(ByteReader in) throws CorruptionException {
    byte[] lower = in.getLengthPrefixed();
    byte[] upper = in.getLengthPrefixed();
    boolean crossed =
        lower.length > 0 && upper.length > 0 && Arrays.compareUnsigned(lower, upper) >= 0;
    if (in.remaining() > 0 || crossed || lower.length + upper.length == 0) {
      throw in.corrupt(
          "the least key of a partition and the one above all, one of them at least",
          Arrays.toString(lower) + " and " + Arrays.toString(upper));
    }
    return KeyRange.of(lower.length == 0 ? null : lower, upper.length == 0 ? null : upper);
  }

  private static List<Parent> parents(ByteReader in) throws CorruptionException {
    List<Parent> parents = new ArrayList<>();
    do {
      parents.add(new Parent(in.getVarintInt(), in.getVarint()));
    } while (in.remaining() > 0);
    return List.copyOf(parents);
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
      if (tag < COMPRESSION || tag > PARENTS) {
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
      ByteReader parts = new ByteReader(value, in.file(), in.offset() - value.length);
      if (tag == RANGE) {
        range(parts);
      } else if (tag == PARENTS) {
        parents(parts);
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
