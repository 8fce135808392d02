package dev.varve.bench.store;

import dev.varve.bench.store.StoreSettings.Durability;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The process that {@link StoreProcessTest} starts. */
final class StoreVictim {
  static final int KEYS = 150;

  private StoreVictim() {}

  /**
   * {@code write DIRECTORY}: writes to all persistent stores and ends as if it were killed. {@code
   * open DIRECTORY STORE...}: tries to open each store and says what became of it.
   */
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[1]);
    if (arguments[0].equals("write")) {
      write(directory);
    } else {
      for (String name : List.of(arguments).subList(2, arguments.length)) {
        open(name, directory);
      }
    }
  }

  static Path directory(Path parent, StoreKind kind, Durability durability) {
    return parent.resolve(kind.name() + "-" + durability);
  }

  private static void write(Path parent) throws Exception {
    List<Object> open = new ArrayList<>();
    for (Durability durability : Durability.values()) {
      for (StoreKind kind : Stores.all().stream().filter(StoreKind::persistent).toList()) {
        Path directory = Files.createDirectory(directory(parent, kind, durability));
        Store store = kind.open(StoreContractTest.settings(directory, durability));
        open.add(store);
        StoreContractTest.put(store, 0, KEYS);
      }
    }
    System.out.println(open.size());
    System.out.flush();
    // No shutdown hook, no finalizer: what was not with the system yet is lost.
    Runtime.getRuntime().halt(9);
  }

  private static void open(String name, Path parent) throws Exception {
    Path directory = Files.createDirectory(parent.resolve(name));
    try (Store store =
        Stores.named(name).open(StoreContractTest.settings(directory, Durability.BUFFERED))) {
      System.out.println(name + " opened " + store.options());
    } catch (StoreUnavailableException unavailable) {
      System.out.println(unavailable.store() + " unavailable " + (unavailable.getCause() != null));
    }
  }
}
