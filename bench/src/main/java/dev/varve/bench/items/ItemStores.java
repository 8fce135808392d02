package dev.varve.bench.items;

import dev.varve.engine.Durability;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** All stores with DynamoDB's operations. */
public final class ItemStores {
  private static final Set<ItemOperation> ALL_OPERATIONS = EnumSet.allOf(ItemOperation.class);

  /** What Varve's operation layer has so far. */
  private static final Set<ItemOperation> SINGLE =
      EnumSet.of(ItemOperation.PUT, ItemOperation.GET, ItemOperation.UPDATE, ItemOperation.QUERY);

  private static final List<String> NATIVE_ACCESS = List.of("--enable-native-access=ALL-UNNAMED");

  private static final ItemStoreKind.Opener BUFFERED =
      directory -> VarveItemStore.open(directory, Durability.BUFFERED);

  // DynamoDB Local syncs each write to its file, and cannot do otherwise: so does Varve beside it.
  private static final List<ItemStoreKind> ALL =
      List.of(
          new ItemStoreKind(
              "varve",
              true,
              "sync",
              SINGLE,
              NATIVE_ACCESS,
              BUFFERED,
              directory -> VarveItemStore.open(directory, Durability.SYNC)),
          new ItemStoreKind(
              "varve-buffered", true, "buffered", SINGLE, NATIVE_ACCESS, BUFFERED, BUFFERED),
          new ItemStoreKind(
              DynamoDbLocalStore.NAME,
              true,
              "sync",
              ALL_OPERATIONS,
              NATIVE_ACCESS,
              DynamoDbLocalStore::open,
              DynamoDbLocalStore::open),
          new ItemStoreKind(
              DynamoDbLocalStore.NAME + "-memory",
              false,
              "none",
              ALL_OPERATIONS,
              NATIVE_ACCESS,
              _ -> DynamoDbLocalStore.inMemory(),
              _ -> DynamoDbLocalStore.inMemory()));

  private ItemStores() {}

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
