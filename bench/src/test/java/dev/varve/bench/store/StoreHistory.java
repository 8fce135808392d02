package dev.varve.bench.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.varve.bench.store.Session.Batch;
import dev.varve.bench.store.Session.Cursor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** A random history of one store, step by step the same as that of a map. */
final class StoreHistory {
  private static final int KEYS = 60;
  private static final int BATCH = 12;
  private static final int BATCH_KEY_BYTES = 3;
  private static final int MAX_KEY_BYTES = 10;
  private static final int USUAL_VALUE_BYTES = 200;
  private static final int MAX_VALUE_BYTES = 9_000;
  private static final byte[] BYTES = {0, 1, 'a', 0x7f, (byte) 0x80, (byte) 0xff};

  private final SplittableRandom random;
  private final StoreKind kind;
  private final StoreSettings settings;
  private final NavigableMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);
  private final List<byte[]> keys = new ArrayList<>();
  private final Batch batch = new Batch(BATCH, BATCH_KEY_BYTES, MAX_VALUE_BYTES);
  private final byte[] target = new byte[MAX_VALUE_BYTES];
  private Store store;
  private Session session;

  StoreHistory(long seed, StoreKind kind, StoreSettings settings) {
    this.random = new SplittableRandom(seed);
    this.kind = kind;
    this.settings = settings;
    for (int i = 0; i < KEYS; i++) {
      keys.add(bytes(i % 2 == 0 ? BATCH_KEY_BYTES : anyLength()));
    }
  }

  void run(int steps) throws Exception {
    open();
    try {
      if (!kind.writable()) {
        for (int step = 0; step < steps / 4; step++) {
          load();
        }
      }
      for (int step = 0; step < steps; step++) {
        if (kind.writable()) {
          write();
        }
        read();
      }
      walkAll();
    } finally {
      session.close();
      store.close();
    }
  }

  private void open() throws Exception {
    store = kind.open(settings);
    session = store.session();
    assertFalse(store.options().isEmpty());
  }

  private void write() throws Exception {
    switch (random.nextInt(60)) {
      case 0 -> store.settle();
      case 1 -> reopen();
      case 2, 3, 4, 5, 6, 7, 8, 9 -> delete();
      default -> load();
    }
  }

  private void load() throws Exception {
    if (random.nextInt(8) == 0) {
      putBatch();
    } else {
      byte[] key = key();
      byte[] value = value();
      // A buffer that is longer than the value, and is used again by the caller.
      byte[] buffer = Arrays.copyOf(value, value.length + random.nextInt(20));
      byte[] sameKey = key.clone();
      session.put(sameKey, buffer, value.length);
      Arrays.fill(buffer, (byte) 'x');
      Arrays.fill(sameKey, (byte) 'x');
      model.put(key, value);
    }
  }

  private void putBatch() throws Exception {
    batch.count(random.nextInt(BATCH + 1));
    for (int i = 0; i < batch.count(); i++) {
      byte[] key = keys.get(2 * random.nextInt(KEYS / 2));
      byte[] value = value();
      System.arraycopy(key, 0, batch.key(i), 0, BATCH_KEY_BYTES);
      System.arraycopy(value, 0, batch.value(i), 0, value.length);
      batch.valueLength(i, value.length);
      model.put(key, value);
    }
    session.put(batch);
  }

  private void delete() throws Exception {
    byte[] key = key();
    session.delete(key);
    model.remove(key);
  }

  private void reopen() throws Exception {
    if (kind.persistent()) {
      session.close();
      store.close();
      open();
    }
  }

  private void read() throws Exception {
    switch (random.nextInt(6)) {
      case 0 -> getSeveral();
      case 1, 2 -> walk();
      default -> {
        byte[] key = key();
        assertValue(key, session.get(key, target), target);
      }
    }
  }

  private void getSeveral() throws Exception {
    int count = 1 + random.nextInt(10);
    byte[][] sought = new byte[count][];
    for (int i = 0; i < count; i++) {
      sought[i] = key();
    }
    byte[][] targets = new byte[count][MAX_VALUE_BYTES];
    int[] lengths = new int[count];
    session.get(sought, targets, lengths);
    for (int i = 0; i < count; i++) {
      assertValue(sought[i], lengths[i], targets[i]);
    }
  }

  /** Moves to and fro; sometimes with a second cursor or a get beside. */
  private void walk() throws Exception {
    try (Cursor cursor = session.cursor()) {
      if (random.nextInt(4) == 0) {
        walkOn(cursor);
        byte[] key = key();
        assertValue(key, session.get(key, target), target);
        try (Cursor other = session.cursor()) {
          walkOn(other);
          walkOn(cursor);
        }
      } else {
        walkOn(cursor);
      }
    }
  }

  private void walkOn(Cursor cursor) throws Exception {
    Map.Entry<byte[], byte[]> at = null;
    for (int move = 0; move < 12; move++) {
      int choice = at == null ? random.nextInt(3) : random.nextInt(12);
      boolean found;
      switch (choice) {
        case 0 -> {
          found = cursor.first();
          at = model.firstEntry();
        }
        case 1 -> {
          found = cursor.last();
          at = model.lastEntry();
        }
        case 2 -> {
          byte[] key = random.nextBoolean() ? key() : bytes(anyLength());
          found = cursor.seek(key);
          at = model.ceilingEntry(key);
        }
        case 3, 4, 5, 6 -> {
          found = cursor.previous();
          at = model.lowerEntry(at.getKey());
        }
        default -> {
          found = cursor.next();
          at = model.higherEntry(at.getKey());
        }
      }
      assertEntry(at, found, cursor);
    }
  }

  private void walkAll() throws Exception {
    try (Cursor cursor = session.cursor()) {
      boolean found = cursor.first();
      for (Map.Entry<byte[], byte[]> entry : model.entrySet()) {
        assertEntry(entry, found, cursor);
        found = cursor.next();
      }
      assertFalse(found);
      found = cursor.last();
      for (Map.Entry<byte[], byte[]> entry : model.descendingMap().entrySet()) {
        assertEntry(entry, found, cursor);
        found = cursor.previous();
      }
      assertFalse(found);
    }
  }

  private void assertEntry(Map.Entry<byte[], byte[]> expected, boolean found, Cursor cursor)
      throws Exception {
    assertEquals(expected != null, found);
    if (expected != null) {
      int keyLength = cursor.key(target);
      assertArrayEquals(expected.getKey(), Arrays.copyOf(target, keyLength));
      int valueLength = cursor.value(target);
      assertArrayEquals(expected.getValue(), Arrays.copyOf(target, valueLength));
    }
  }

  private void assertValue(byte[] key, int length, byte[] found) {
    byte[] expected = model.get(key);
    if (expected == null) {
      assertEquals(Session.ABSENT, length, () -> HexFormat.of().formatHex(key));
    } else {
      assertEquals(expected.length, length, () -> HexFormat.of().formatHex(key));
      assertArrayEquals(expected, Arrays.copyOf(found, length));
    }
  }

  private byte[] key() {
    return keys.get(random.nextInt(KEYS));
  }

  private int anyLength() {
    // Xodus walks backwards in another order if a key is a prefix of another.
    return kind.name().equals("xodus") ? BATCH_KEY_BYTES : 1 + random.nextInt(MAX_KEY_BYTES);
  }

  private byte[] value() {
    byte[] value =
        new byte
            [switch (random.nextInt(20)) {
              case 0 -> 0;
              case 1 -> random.nextInt(MAX_VALUE_BYTES - 20);
              default -> random.nextInt(USUAL_VALUE_BYTES);
            }];
    random.nextBytes(value);
    return value;
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = BYTES[random.nextInt(BYTES.length)];
    }
    return bytes;
  }
}
