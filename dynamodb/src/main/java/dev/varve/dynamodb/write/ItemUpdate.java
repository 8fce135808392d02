package dev.varve.dynamodb.write;

import dev.varve.dynamodb.expression.Evaluation;
import dev.varve.dynamodb.expression.Update;
import dev.varve.dynamodb.expression.UpdateOutcome;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;

/** The change that an update expression makes of an item. For one mutation. */
public final class ItemUpdate implements Mutation.Change {
  private final Table table;
  private final Update update;
  private final Item key;
  private UpdateOutcome outcome;

  /**
   * Creates the change.
   *
   * @param key the key attributes, with which an item begins that does not exist
   */
  public ItemUpdate(Table table, Update update, Item key) {
    this.table = table;
    this.update = update;
    this.key = key;
  }

  @Override
  public Mutation.Image after(Item before) throws IOException {
    outcome = Evaluation.apply(update, before, key);
    return outcome.after().map(after -> image(before, after)).orElse(null);
  }

  /** What the update did, once it was applied. */
  public UpdateOutcome outcome() {
    return outcome;
  }

  private Mutation.Image image(Item before, Item updated) {
    table.requireIndexable(update, before, updated);
    int sizeBytes = ItemLimits.checkedSize(updated);
    ItemLimits.requireUpdatable(sizeBytes);
    return new Mutation.Image(updated, table.items().encode(updated, sizeBytes));
  }
}
