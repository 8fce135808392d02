package dev.varve.bench.items;

import dev.varve.engine.Durability;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** All stores with DynamoDB's operations. */
public final class ItemStores {
  private static final List<String> NATIVE_ACCESS = List.of("--enable-native-access=ALL-UNNAMED");

  // DynamoDB Local syncs each write to its file, and cannot do otherwise: so does Varve beside it.
  private static final List<ItemStoreKind> ALL =
      List.of(
          varve("varve", Durability.SYNC, ItemIndexes.NONE),
          varve("varve-buffered", Durability.BUFFERED, ItemIndexes.NONE),
          varve("varve-indexed", Durability.SYNC, ItemIndexes.TWO),
          varve("varve-indexed-buffered", Durability.BUFFERED, ItemIndexes.TWO),
          local("", true, directory -> DynamoDbLocalStore.open(directory, ItemIndexes.NONE)),
          local("-memory", false, _ -> DynamoDbLocalStore.inMemory(ItemIndexes.NONE)),
          local("-indexed", true, directory -> DynamoDbLocalStore.open(directory, ItemIndexes.TWO)),
          local("-indexed-memory", false, _ -> DynamoDbLocalStore.inMemory(ItemIndexes.TWO)));

  private ItemStores() {}

  private static ItemStoreKind varve(String name, Durability durability, ItemIndexes indexes) {
    return new ItemStoreKind(
        name,
        true,
        durability.name().toLowerCase(Locale.ROOT),
        NATIVE_ACCESS,
        directory -> VarveItemStore.open(directory, Durability.BUFFERED, indexes),
        directory -> VarveItemStore.open(directory, durability, indexes));
  }

  private static ItemStoreKind local(String suffix, boolean file, ItemStoreKind.Opener opener) {
    return new ItemStoreKind(
        DynamoDbLocalStore.NAME + suffix,
        file,
        file ? "sync" : "none",
        NATIVE_ACCESS,
        opener,
        opener);
  }

  /** All stores, in the order to be shown. */
  public static List<ItemStoreKind> all() {
    return ALL;
  }

  /**
   * The store of a name.
   *
   * @throws IllegalArgumentException if there is none; the message lists all names
   */
  public static ItemStoreKind named(String name) {
    return ALL.stream()
        .filter(kind -> kind.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "there is no store named "
                    + name
                    + "; there are "
                    + ALL.stream().map(ItemStoreKind::name).collect(Collectors.joining(", "))));
  }
}
