package dev.varve.bench.store;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A store with something wrong: on purpose, so that it can be seen whether it is noticed. */
public final class FaultyStore implements Store {
  /** What is wrong. */
  public enum Fault {
    /** Each get takes at least {@link #DELAY_NANOS} longer. */
    SLOW,
    /** A get of one key in a thousand tells a value with a wrong byte. */
    WRONG_VALUE,
    /** A get of one key in a thousand finds nothing. */
    MISSING_VALUE,
    /** One put in a thousand is forgotten. */
    LOST_PUT,
    /** One delete in a hundred is forgotten. */
    LOST_DELETE,
    /** A cursor leaves out one entry in a thousand. */
    SKIPPING_CURSOR,
    /** A put of a key that was put before changes nothing. */
    OLD_VALUE
  }

  public static final long DELAY_NANOS = 200_000;

  private final Store store;
  private final Fault fault;

  public FaultyStore(Store store, Fault fault) {
    this.store = store;
    this.fault = fault;
  }

  @Override
  public Session session() throws Exception {
    return new FaultySession(store.session());
  }

  @Override
  public void settle() throws Exception {
    store.settle();
  }

  @Override
  public Map<String, String> options() {
    return Map.of("fault", fault.name());
  }

  @Override
  public void close() throws IOException {
    store.close();
  }

  private final class FaultySession implements Session {
    private final Session session;
    private long calls;

    FaultySession(Session session) {
      this.session = session;
    }

    private boolean every(int many, Fault wanted) {
      return fault == wanted && ++calls % many == 0;
    }

    @Override
    public void put(byte[] key, byte[] value, int valueLength) throws Exception {
      if (every(1000, Fault.LOST_PUT)) {
        return;
      }
      if (fault == Fault.OLD_VALUE && session.get(key, value.clone()) != ABSENT) {
        return;
      }
      session.put(key, value, valueLength);
    }

    @Override
    public void put(Batch batch) throws Exception {
      session.put(batch);
    }

    @Override
    public void delete(byte[] key) throws Exception {
      if (!every(100, Fault.LOST_DELETE)) {
        session.delete(key);
      }
    }

    @Override
    public int get(byte[] key, byte[] target) throws Exception {
      if (fault == Fault.SLOW) {
        long end = System.nanoTime() + DELAY_NANOS;
        for (long left = DELAY_NANOS; left > 0; left = end - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
      }
      int length = session.get(key, target);
      if (every(1000, Fault.WRONG_VALUE)) {
        target[length - 1] ^= 1;
      }
      return every(1000, Fault.MISSING_VALUE) ? ABSENT : length;
    }

    @Override
    public Cursor cursor() throws Exception {
      return new FaultyCursor(session.cursor());
    }

    @Override
    public void close() throws IOException {
      session.close();
    }

    private final class FaultyCursor implements Cursor {
      private final Cursor cursor;

      FaultyCursor(Cursor cursor) {
        this.cursor = cursor;
      }

      @Override
      public boolean first() throws Exception {
        return cursor.first();
      }

      @Override
      public boolean last() throws Exception {
        return cursor.last();
      }

      @Override
      public boolean seek(byte[] key) throws Exception {
        return cursor.seek(key);
      }

      @Override
      public boolean next() throws Exception {
        boolean skips = every(1000, Fault.SKIPPING_CURSOR);
        boolean more = cursor.next();
        return skips ? more && cursor.next() : more;
      }

      @Override
      public boolean previous() throws Exception {
        return cursor.previous();
      }

      @Override
      public int key(byte[] target) throws Exception {
        return cursor.key(target);
      }

      @Override
      public int value(byte[] target) throws Exception {
        return cursor.value(target);
      }

      @Override
      public void close() throws IOException {
        cursor.close();
      }
    }
  }
}
