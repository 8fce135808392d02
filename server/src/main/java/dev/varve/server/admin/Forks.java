package dev.varve.server.admin;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.varve.dynamodb.MemoryDatabase;
import dev.varve.dynamodb.MemoryStore;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** States of databases in memory that were kept, by name. For any number of threads. */
final class Forks implements AutoCloseable {
  /** Each keeps memory. */
  private static final int MAX_FORKS = 100;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,100}");

  private final Supplier<Map<String, MemoryDatabase>> databases;

  @GuardedBy("this")
  private final Map<String, MemoryStore> kept = new TreeMap<>();

  /** Forks of databases, which may come later. */
  Forks(Supplier<Map<String, MemoryDatabase>> databases) {
    this.databases = databases;
  }

  /**
   * A database.
   *
   * @param name null for the only one
   */
  private MemoryDatabase require(String name) {
    Map<String, MemoryDatabase> present = databases.get();
    if (present.isEmpty()) {
      throw new RefusedException(409, "only databases in memory can be forked: --in-memory");
    }
    if (name == null && present.size() > 1) {
      throw RefusedException.malformed("database is one of " + new TreeSet<>(present.keySet()));
    }
    MemoryDatabase database = name == null ? present.values().iterator().next() : present.get(name);
    if (database == null) {
      throw new RefusedException(
          404, "there is no database " + name + ", but " + new TreeSet<>(present.keySet()));
    }
    return database;
  }

  /** The names. */
  synchronized List<String> names() {
    return List.copyOf(kept.keySet());
  }

  /**
   * Keeps the present state of a database under a name, in the place of what had the name.
   *
   * @param database its name, or null for the only one
   */
  synchronized void keep(String name, String database) throws IOException {
    MemoryDatabase forked = require(database);
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

  /**
   * Brings a state into a database, also into another than it is of. It stays kept.
   *
   * @param database its name, or null for the only one
   */
  synchronized void bring(String name, String database) throws IOException {
    require(database).setBack(find(name));
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
