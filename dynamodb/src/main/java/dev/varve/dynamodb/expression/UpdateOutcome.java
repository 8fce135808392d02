package dev.varve.dynamodb.expression;

import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.util.List;
import java.util.Optional;

/** The effect of an update on an item, as far as a request may ask about it. Immutable. */
public final class UpdateOutcome {
  private final Update update;
  private final Item before;
  private final Item after;
  private final List<PathTree.Entry<AttributeValue>> written;

  /**
   * Of {@link UpdateApplier}.
   *
   * @param before null if the item did not exist
   * @param after null if there is no item after the update either
   * @param written the values after the update at the targets where it put one; left out are
   *     targets that were removed, and those where nothing is after the update, since the value was
   *     appended to a list that stays shorter
   */
  UpdateOutcome(
      Update update, Item before, Item after, List<PathTree.Entry<AttributeValue>> written) {
    this.update = update;
    this.before = before;
    this.after = after;
    this.written = List.copyOf(written);
  }

  /** The item before the update, if there was one. */
  public Optional<Item> before() {
    return Optional.ofNullable(before);
  }

  /** The item after the update; empty only if there was none and the update does not create one. */
  public Optional<Item> after() {
    return Optional.ofNullable(after);
  }

  /**
   * What was at the targets before the update, in its nesting with lists compacted: {@code
   * UPDATED_OLD}. Without attributes if nothing was there.
   */
  public Item updatedOld() {
    return before == null
        ? Item.of()
        : new Projection(update.targets()).select(AttributeLookup.of(before));
  }

  /**
   * What the update put at its targets, in its nesting with lists compacted: {@code UPDATED_NEW}. A
   * value that it wrote again counts; one that it appended to a list counts only if the list now
   * reaches to the index that the update named. Without attributes if the update only removed.
   */
  public Item updatedNew() {
    return Projection.assemble(written);
  }
}
