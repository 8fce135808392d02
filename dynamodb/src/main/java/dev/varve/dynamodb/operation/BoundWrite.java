package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.ReturnValue;
import dev.varve.dynamodb.expression.UpdateOutcome;
import dev.varve.dynamodb.table.KeySchema;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.value.Item;
import dev.varve.dynamodb.write.ItemUpdate;
import dev.varve.dynamodb.write.Mutation;
import dev.varve.dynamodb.write.Outcome;
import java.io.IOException;
import java.util.Optional;

/** A write of one item, bound: alone, in a batch or in a transaction. Belongs to one request. */
sealed interface BoundWrite extends TransactTarget {
  /** What the answer shows of the item, if it is to show any. */
  Optional<Item> returned(Outcome outcome);

  /** What the answer tells of the cost. */
  Reporting reporting();

  /**
   * The write on its table.
   *
   * @throws dev.varve.dynamodb.error.ValidationException if the key does not fit the table
   */
  Mutation mutation(Table table) throws IOException;

  private static Optional<Item> before(boolean isAsked, Outcome outcome) {
    return isAsked ? Optional.ofNullable(outcome.before()) : Optional.empty();
  }

  /**
   * A put.
   *
   * @param sizeBytes the item's size
   * @param returnsOld whether the answer has the item as it was
   */
  record Put(
      String tableName,
      Item item,
      int sizeBytes,
      BoundCondition condition,
      boolean returnsOld,
      Reporting reporting)
      implements BoundWrite {

    @Override
    public Item target() {
      return item;
    }

    @Override
    public boolean fits(KeySchema schema) {
      return schema.isIn(item);
    }

    @Override
    public Optional<Item> returned(Outcome outcome) {
      return before(returnsOld, outcome);
    }

    @Override
    public Mutation mutation(Table table) throws IOException {
      byte[] key = table.schema().keyOfItem(item);
      table.requireIndexable(item);
      table.requireKeysWhole(condition.expressions());
      Mutation.Image image = new Mutation.Image(item, table.items().encode(item, sizeBytes));
      return new Mutation(
          table,
          key,
          condition.condition() == null && !returnsOld && !reporting.needsSizes()
              ? Mutation.Need.NOTHING
              : Mutation.Need.ITEM,
          condition.condition(),
          condition.returnsItemOnFailure(),
          _ -> image);
    }
  }

  /** A deletion; parameters as those of a put. */
  record Delete(
      String tableName, Item key, BoundCondition condition, boolean returnsOld, Reporting reporting)
      implements BoundWrite {

    @Override
    public Item target() {
      return key;
    }

    @Override
    public Optional<Item> returned(Outcome outcome) {
      return before(returnsOld, outcome);
    }

    @Override
    public Mutation mutation(Table table) {
      byte[] engineKey = table.schema().keyOfLookup(key);
      table.requireKeysWhole(condition.expressions());
      return new Mutation(
          table,
          engineKey,
          condition.condition() == null && !returnsOld && !reporting.needsSizes()
              ? Mutation.Need.EXISTENCE
              : Mutation.Need.ITEM,
          condition.condition(),
          condition.returnsItemOnFailure(),
          _ -> null);
    }
  }

  /** An update; parameters as those of a put. */
  record Update(
      String tableName,
      Item key,
      dev.varve.dynamodb.expression.Update update,
      BoundCondition condition,
      ReturnValue returnValues,
      Reporting reporting)
      implements BoundWrite {

    @Override
    public Item target() {
      return key;
    }

    @Override
    public Optional<Item> returned(Outcome outcome) {
      UpdateOutcome done = ((ItemUpdate) outcome.mutation().change()).outcome();
      return switch (returnValues) {
        case NONE -> Optional.empty();
        case ALL_OLD -> done.before();
        case ALL_NEW -> done.after();
        case UPDATED_OLD -> Optional.of(done.updatedOld()).filter(item -> !item.isEmpty());
        case UPDATED_NEW -> Optional.of(done.updatedNew()).filter(item -> !item.isEmpty());
      };
    }

    @Override
    public Mutation mutation(Table table) {
      byte[] engineKey = table.schema().keyOfLookup(key);
      table.requireKeysWhole(condition.expressions());
      update.requireKeyUntouched(table.schema().names());
      table.requireAssignable(update);
      return new Mutation(
          table,
          engineKey,
          Mutation.Need.ITEM,
          condition.condition(),
          condition.returnsItemOnFailure(),
          new ItemUpdate(table, update, key));
    }
  }

  /** A check of a transaction, which changes nothing; parameters as those of a put. */
  record Check(String tableName, Item key, BoundCondition condition) implements BoundWrite {

    @Override
    public Item target() {
      return key;
    }

    @Override
    public Optional<Item> returned(Outcome outcome) {
      return Optional.empty();
    }

    @Override
    public Reporting reporting() {
      return Reporting.NONE;
    }

    @Override
    public Mutation mutation(Table table) {
      byte[] engineKey = table.schema().keyOfLookup(key);
      table.requireKeysWhole(condition.expressions());
      return new Mutation(
          table,
          engineKey,
          Mutation.Need.ITEM,
          condition.condition(),
          condition.returnsItemOnFailure(),
          Mutation.NO_CHANGE);
    }
  }
}
