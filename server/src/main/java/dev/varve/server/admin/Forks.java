package dev.varve.server.admin;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.varve.dynamodb.MemoryDatabase;
import dev.varve.dynamodb.MemoryStore;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** States of a database in memory that were kept, by name. For any number of threads. */
final class Forks implements AutoCloseable {
  /** Each keeps memory. */
  private static final int MAX_FORKS = 100;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,100}");

  private final Optional<MemoryDatabase> database;

  @GuardedBy("this")
  private final Map<String, MemoryStore> kept = new TreeMap<>();

  /** Forks of a database; of none, if that cannot be forked. */
  Forks(Optional<MemoryDatabase> database) {
    this.database = database;
  }

  private MemoryDatabase require() {
    return database.orElseThrow(() ->
        new RefusedException(
            409, "only one database in memory can be forked: --in-memory, and not --separate"));
  }

  /** The names. */
  synchronized List<String> names() {
    return List.copyOf(kept.keySet());
  }

  /** Keeps the present state under a name, in the place of the one that it had. */
  synchronized void keep(String name) throws IOException {
    MemoryDatabase forked = require();
    if (!NAME.matcher(name).matches()) {
      throw RefusedException.malformed(
          "a fork's name is up to 100 letters, digits, dots, dashes and underscores");
    }
    if (kept.size() >= MAX_FORKS && !kept.containsKey(name)) {
      throw new RefusedException(409, "there are " + MAX_FORKS + " forks; drop some");
    }
    MemoryStore replaced = kept.put(name, forked.fork());
    if (replaced != null) {
      replaced.close();
    }
  }

  /** Brings a state back, which stays kept. */
  synchronized void bringBack(String name) throws IOException {
    require().setBack(find(name));
  }

  /** Lets a state go. */
  synchronized void drop(String name) {
    find(name).close();
    kept.remove(name);
  }

  @GuardedBy("this")
  private MemoryStore find(String name) {
    MemoryStore store = kept.get(name);
    if (store == null) {
      throw new RefusedException(404, "there is no fork " + name);
    }
    return store;
  }

  @Override
  public synchronized void close() {
    kept.values().forEach(MemoryStore::close);
    kept.clear();
  }
}
