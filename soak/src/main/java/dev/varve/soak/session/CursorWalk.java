package dev.varve.soak.session;

import dev.varve.engine.Cursor;
import dev.varve.soak.lane.Call;
import dev.varve.soak.lane.Choice;
import dev.varve.soak.lane.Figures;
import dev.varve.soak.model.Content;
import dev.varve.soak.model.WrongAnswerException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Walks a cursor over a range in all ways and compares each stop with the model. For one thread.
 */
final class CursorWalk {
  private static final int RANDOM_MOVES = 100;
  private static final int BUFFER_BYTES = 4 << 10;

  private final Cursor cursor;
  private final int lane;
  private final long base;
  private final long[] expected;
  private final List<Long> present;
  private final Figures figures;
  private final byte[] keyBuffer = new byte[BUFFER_BYTES];
  private final byte[] valueBuffer = new byte[BUFFER_BYTES];
  private long checked;

  /**
   * Makes a walk.
   *
   * @param base the key that the first of the expected versions is of
   * @param present the keys that the cursor must show, ascending
   */
  CursorWalk(
      Cursor cursor, int lane, long base, long[] expected, List<Long> present, Figures figures) {
    this.cursor = cursor;
    this.lane = lane;
    this.base = base;
    this.expected = expected;
    this.present = present;
    this.figures = figures;
  }

  /** How many stops were compared. */
  long checked() {
    return checked;
  }

  void forward() throws IOException {
    boolean valid = timed(cursor::first);
    for (int at = 0; at < present.size(); at++) {
      checkStop(valid, at);
      valid = timed(cursor::next);
    }
    checkStop(valid, present.size());
  }

  void backward() throws IOException {
    boolean valid = timed(cursor::last);
    for (int at = present.size() - 1; at >= 0; at--) {
      checkStop(valid, at);
      valid = timed(cursor::previous);
    }
    checkStop(valid, -1);
  }

  /** Moves here and there, to keys within the range and outside of it. */
  void atRandom(long from, long to, Choice choice) throws IOException {
    int at = -1; // index in present; outside of it, the cursor stands nowhere
    for (int move = 0; move < RANDOM_MOVES; move++) {
      boolean stands = at >= 0 && at < present.size();
      long target = from - 2 + choice.below((int) (to - from) + 4);
      byte[] key = Content.key(lane, Math.max(0, target));
      boolean valid;
      switch (choice.below(stands ? 8 : 4)) {
        case 0 -> {
          valid = timed(cursor::first);
          at = present.isEmpty() ? -1 : 0;
        }
        case 1 -> {
          valid = timed(cursor::last);
          at = present.size() - 1;
        }
        case 2 -> {
          valid = timed(() -> cursor.seek(key));
          at = indexOfAtLeast(Math.max(0, target));
        }
        case 3 -> {
          valid = timed(() -> cursor.seekBefore(key));
          at = indexOfAtLeast(Math.max(0, target)) - 1;
        }
        case 4, 5 -> {
          valid = timed(cursor::next);
          at++;
        }
        default -> {
          valid = timed(cursor::previous);
          at--;
        }
      }
      checkStop(valid, at);
    }
  }

  private int indexOfAtLeast(long key) {
    int found = Collections.binarySearch(present, key);
    return found >= 0 ? found : -found - 1;
  }

  private void checkStop(boolean valid, int at) throws IOException {
    checked++;
    boolean stands = at >= 0 && at < present.size();
    if (valid != stands || cursor.isValid() != stands) {
      throw new WrongAnswerException(
          "lane %d: the cursor %s where %s"
              .formatted(
                  lane,
                  valid ? "stands on key " + Content.number(lane, cursor.key()) : "stands nowhere",
                  stands
                      ? "key %d of version %d is expected".formatted(present.get(at), version(at))
                      : "no key is expected"));
    }
    if (stands) {
      byte[] key;
      byte[] value;
      if (cursor.copyEntry(keyBuffer, valueBuffer)) {
        key = Arrays.copyOf(keyBuffer, cursor.keyLength());
        value = Arrays.copyOf(valueBuffer, cursor.valueLength());
      } else {
        key = cursor.key();
        value = cursor.value();
      }
      long number = Content.number(lane, key);
      if (number != present.get(at)) {
        throw new WrongAnswerException(
            "lane %d: the cursor stands on key %d, expected %d"
                .formatted(lane, number, present.get(at)));
      }
      WrongAnswerException.requireVersion(
          lane, number, version(at), Content.version(lane, number, value));
    }
  }

  private long version(int at) {
    return expected[(int) (present.get(at) - base)];
  }

  private boolean timed(Move move) throws IOException {
    long begin = System.nanoTime();
    boolean valid = move.run();
    figures.took(Call.STEP, System.nanoTime() - begin);
    return valid;
  }

  private interface Move {
    boolean run() throws IOException;
  }
}
