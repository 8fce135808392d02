package dev.varve.bench.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Stores for tests, also for those that a comparison opens in processes of its own. */
public final class TestStores implements StoreProvider {
  /** A store whose native library is not there. */
  public static final String UNAVAILABLE = "unavailable";

  /** A store that ends its process. */
  public static final String CRASHING = "crashing";

  /** A store whose process the system ends, as it does when memory is over. */
  public static final String KILLED = "killed";

  /** For the service loader. */
  public TestStores() {}

  /** The name of a skip list with something wrong. */
  public static String name(FaultyStore.Fault fault) {
    return fault.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public List<StoreKind> stores() {
    List<StoreKind> stores = new ArrayList<>();
    Arrays.stream(FaultyStore.Fault.values())
        .map(fault -> kind(name(fault), (_, _) -> new FaultyStore(new SkipListStore(), fault)))
        .forEach(stores::add);
    stores.add(
        kind(
            UNAVAILABLE,
            (name, _) -> {
              throw new StoreUnavailableException(
                  name, new UnsatisfiedLinkError("no such library"));
            }));
    stores.add(
        kind(
            CRASHING,
            (_, _) -> {
              Runtime.getRuntime().halt(7);
              throw new AssertionError();
            }));
    stores.add(
        kind(
            KILLED,
            (_, _) -> {
              String self = Long.toString(ProcessHandle.current().pid());
              new ProcessBuilder("kill", "-KILL", self).start().waitFor();
              throw new AssertionError();
            }));
    return stores;
  }

  private static StoreKind kind(String name, StoreKind.Opener opener) {
    return new StoreKind(
        name, "for tests", StoreKind.Nature.IN_MEMORY, List.of(), (_, _, _) -> 0, opener);
  }
}
