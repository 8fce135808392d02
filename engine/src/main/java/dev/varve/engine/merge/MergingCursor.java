package dev.varve.engine.merge;

import dev.varve.io.Bytes;
import dev.varve.sstable.EntryKind;
import java.io.IOException;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * The union of several sources, newest first, without tombstones: where sources have the same key,
 * the first one's entry counts.
 *
 * <p>Every source stands on its nearest entry in the present direction, and the cursor on the
 * nearest of these. The first 8 bytes of each source's key are kept as a number, so that most steps
 * compare no keys; while the present source stays ahead of the second nearest, the others are not
 * even looked at, and a table that has led for a while is asked once for how many entries it will.
 * On a change of direction the others are positioned anew.
 */
public final class MergingCursor implements AutoCloseable {
  private static final int NONE = -1;

  /** A source that has been the nearest so long is asked how long it will be. */
  private static final int LEAD = 4;

  /** So many tombstones in a row, passed over by one step, are worth telling. */
  private static final int MANY_SKIPPED = 256;

  private final EntryCursor[] sources;
  private final LongConsumer skips;
  private final long[] prefixes;
  private boolean forward = true;
  private int current = NONE;

  /**
   * Whether another source stands on the same key or on one with the same prefix, or nothing is
   * known.
   */
  private boolean contested;

  /** If not contested: the second nearest source's prefix, and whether there is such a source. */
  private long runnerUpPrefix;

  private boolean hasRunnerUp;

  /** Steps since the present source became the nearest, up to {@link #LEAD}. */
  private int lead;

  /** Steps that the present source can take and stay the nearest. */
  private int free;

  /**
   * Creates a cursor that stands nowhere yet.
   *
   * @param sources newest first; closed with this cursor
   * @param skips is told how many tombstones a step passed over, if these were many
   */
  public MergingCursor(List<EntryCursor> sources, LongConsumer skips) {
    this.skips = skips;
    this.sources = sources.toArray(new EntryCursor[0]);
    this.prefixes = new long[this.sources.length];
  }

  /** Moves to the least key. */
  public boolean first() throws IOException {
    for (EntryCursor source : sources) {
      source.first();
    }
    return settle(true);
  }

  /** Moves to the greatest key. */
  public boolean last() throws IOException {
    for (EntryCursor source : sources) {
      source.last();
    }
    return settle(false);
  }

  /** Moves to the least key that is {@code >= key}. */
  public boolean seek(byte[] key) throws IOException {
    prefetch(key);
    for (EntryCursor source : sources) {
      source.seek(key);
    }
    return settle(true);
  }

  /** Moves to the greatest key that is {@code < key}. */
  public boolean seekBefore(byte[] key) throws IOException {
    prefetch(key);
    for (EntryCursor source : sources) {
      source.seekBefore(key);
    }
    return settle(false);
  }

  /** Lets the sources' reads from the device go on at the same time. */
  private void prefetch(byte[] key) throws IOException {
    int onDevice = 0;
    for (EntryCursor source : sources) {
      onDevice += source.isOnDevice() ? 1 : 0;
    }
    if (onDevice > 1) {
      for (EntryCursor source : sources) {
        source.prefetch(key);
      }
    }
  }

  /** Moves to the next greater key; only while {@link #isValid}. */
  public boolean next() throws IOException {
    if (!forward) {
      turn(true);
    }
    return step() && skipTombstones();
  }

  /** Moves to the next smaller key; only while {@link #isValid}. */
  public boolean previous() throws IOException {
    if (forward) {
      turn(false);
    }
    return step() && skipTombstones();
  }

  /** Whether the cursor stands on an entry. */
  public boolean isValid() {
    return current != NONE;
  }

  /** The source that the cursor stands on; borrowed until the next move. */
  public EntryCursor entry() {
    return sources[current];
  }

  @Override
  public void close() {
    for (EntryCursor source : sources) {
      source.close();
    }
    current = NONE;
  }

  private boolean settle(boolean inForwardDirection) throws IOException {
    forward = inForwardDirection;
    for (int source = 0; source < sources.length; source++) {
      loadPrefix(source);
    }
    choose();
    return skipTombstones();
  }

  private boolean skipTombstones() throws IOException {
    long skipped = 0;
    while (current != NONE && sources[current].kind() == EntryKind.DELETE) {
      step();
      skipped++;
    }
    if (skipped >= MANY_SKIPPED) {
      skips.accept(skipped);
    }
    return current != NONE;
  }

  /** Moves past the present key in the present direction, to whatever comes. */
  private boolean step() throws IOException {
    if (free > 0) {
      free--;
      return move(current);
    }
    if (contested) {
      // First the others with the same key: they compare with the present source where it stands.
      for (int source = 0; source < sources.length; source++) {
        if (source != current && sources[source].isValid() && compare(source, current) == 0) {
          advance(source);
        }
      }
    }
    if (!hasRunnerUp) {
      // Alone to the end.
      if (!move(current)) {
        current = NONE;
      }
      return current != NONE;
    }
    advance(current);
    boolean stillNearest =
        !contested
            && sources[current].isValid()
            && isStrictlyBefore(prefixes[current], runnerUpPrefix);
    if (!stillNearest) {
      choose();
    } else if (lead < LEAD) {
      lead++;
    } else {
      free = sources[current].countTo(runnerUpPrefix, forward);
    }
    return current != NONE;
  }

  private void advance(int source) throws IOException {
    if (move(source)) {
      prefixes[source] = sources[source].prefix();
    }
  }

  private boolean move(int source) throws IOException {
    return forward ? sources[source].next() : sources[source].previous();
  }

  private void loadPrefix(int source) throws IOException {
    if (sources[source].isValid()) {
      prefixes[source] = sources[source].prefix();
    }
  }

  private void choose() throws IOException {
    current = NONE;
    contested = false;
    hasRunnerUp = false;
    lead = 0;
    free = 0;
    for (int source = 0; source < sources.length; source++) {
      if (!sources[source].isValid()) {
        continue;
      }
      if (current == NONE) {
        current = source;
        continue;
      }
      int order = compare(source, current);
      boolean nearer = forward ? order < 0 : order > 0;
      long behind = nearer ? prefixes[current] : prefixes[source];
      if (nearer) {
        current = source;
      }
      if (!hasRunnerUp || isStrictlyBefore(behind, runnerUpPrefix)) {
        runnerUpPrefix = behind;
        hasRunnerUp = true;
      }
    }
    contested = hasRunnerUp && prefixes[current] == runnerUpPrefix;
  }

  private boolean isStrictlyBefore(long prefix, long other) {
    int order = Long.compareUnsigned(prefix, other);
    return forward ? order < 0 : order > 0;
  }

  private int compare(int left, int right) throws IOException {
    if (prefixes[left] != prefixes[right]) {
      return Long.compareUnsigned(prefixes[left], prefixes[right]);
    }
    EntryCursor a = sources[left];
    EntryCursor b = sources[right];
    return Bytes.compare(
        a.keySegment(), a.keyOffset(), a.keyLength(), b.keySegment(), b.keyOffset(), b.keyLength());
  }

  /**
   * Positions every other source just behind the present key in the new direction, or on it where
   * it has the key too.
   */
  private void turn(boolean toForward) throws IOException {
    EntryCursor present = sources[current];
    byte[] key = new byte[present.keyLength()];
    present.copyKey(key);
    forward = toForward;
    loadPrefix(current);
    for (int source = 0; source < sources.length; source++) {
      if (source == current) {
        continue;
      }
      if (toForward) {
        sources[source].seek(key);
      } else if (!(sources[source].seek(key) && isAt(source, key))) {
        sources[source].seekBefore(key);
      }
      loadPrefix(source);
    }
    contested = true;
    hasRunnerUp = true;
    free = 0;
  }

  private boolean isAt(int source, byte[] key) throws IOException {
    EntryCursor entry = sources[source];
    return Bytes.compare(key, entry.keySegment(), entry.keyOffset(), entry.keyLength()) == 0;
  }
}
