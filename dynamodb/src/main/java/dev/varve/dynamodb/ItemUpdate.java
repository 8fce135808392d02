package dev.varve.dynamodb;

import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.Update;
import dev.varve.dynamodb.expression.UpdateOutcome;
import dev.varve.dynamodb.value.Item;
import dev.varve.dynamodb.value.ItemRules;
import java.io.IOException;

/** What an update expression makes of an item. For one mutation. */
final class ItemUpdate implements Mutation.Change {
  private final Table table;
  private final Update update;
  private final Item key;
  private UpdateOutcome outcome;

  /**
   * Creates the change.
   *
   * @param key the key attributes, of which an item begins that does not exist
   */
  ItemUpdate(Table table, Update update, Item key) {
    this.table = table;
    this.update = update;
    this.key = key;
  }

  @Override
  public Mutation.Image after(Item before) throws IOException {
    outcome = Evaluation.apply(update, before, key);
    return outcome.after().map(this::image).orElse(null);
  }

  /** What the update did, once it was applied. */
  UpdateOutcome outcome() {
    return outcome;
  }

  private Mutation.Image image(Item updated) {
    ItemRules.checkNesting(updated.asMap());
    int sizeBytes = updated.sizeBytes();
    if (sizeBytes > ItemRules.MAX_ITEM_BYTES) {
      throw new ValidationException("Item size to update has exceeded the maximum allowed size");
    }
    return new Mutation.Image(updated, table.items().encode(updated, sizeBytes));
  }
}
