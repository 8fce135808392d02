package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.ReturnValue;
import dev.varve.dynamodb.api.ReturnValuesOnConditionCheckFailure;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.Condition;
import dev.varve.dynamodb.expression.DocumentPath;
import dev.varve.dynamodb.expression.Expressions;
import dev.varve.dynamodb.expression.Update;
import dev.varve.dynamodb.partiql.binding.KeySearch;
import dev.varve.dynamodb.partiql.binding.PreparedStatement;
import dev.varve.dynamodb.partiql.syntax.Statement;
import dev.varve.dynamodb.table.Table;
import java.util.List;

/**
 * Statements that write, as the writes that operations on items make: an INSERT is a put where
 * there is no item, an UPDATE an update where there is one, an EXISTS a check.
 */
final class StatementWrites {
  private StatementWrites() {}

  /**
   * The write of a statement.
   *
   * @param statement no SELECT
   * @param table its table
   * @param onFailure what the error of a failed condition has; null for nothing
   * @throws ValidationException if it does not tell the key of one item
   */
  static BoundWrite bind(
      PreparedStatement statement,
      Table table,
      ReturnValuesOnConditionCheckFailure onFailure,
      Reporting reporting) {
    boolean returnsItem = onFailure == ReturnValuesOnConditionCheckFailure.ALL_OLD;
    return switch (statement.bound()) {
      case PreparedStatement.Insertion insertion ->
          new BoundWrite.Put(
              statement.table(),
              insertion.item(),
              insertion.sizeBytes(),
              new BoundCondition(
                  new Condition.AttributeNotExists(keyPath(table)),
                  Expressions.none(),
                  returnsItem),
              false,
              reporting);
      case PreparedStatement.Modification(
              Condition where,
              Update update,
              Expressions expressions) -> {
        KeySearch.OneItem item =
            KeySearch.oneItem(where, table.schema())
                .orElseThrow(() ->
                    new ValidationException(
                        "Where clause does not contain a mandatory equality on all key"
                            + " attributes"));
        yield update == null
            ? new BoundWrite.Delete(
                statement.table(),
                item.key(),
                new BoundCondition(item.rest(), expressions, returnsItem),
                returned(statement) == ReturnValue.ALL_OLD,
                reporting)
            : new BoundWrite.Update(
                statement.table(),
                item.key(),
                update,
                new BoundCondition(present(table, item.rest()), expressions, returnsItem),
                returned(statement),
                reporting);
      }
      case PreparedStatement.Selection selection -> {
        KeySearch.OneItem item = StatementReads.oneItem(selection, table, "ExecuteTransaction");
        yield new BoundWrite.Check(
            statement.table(),
            item.key(),
            new BoundCondition(present(table, item.rest()), selection.expressions(), returnsItem));
      }
    };
  }

  private static DocumentPath keyPath(Table table) {
    return DocumentPath.of(table.schema().partitionKey().name());
  }

  /** The condition that there is an item, and of it another condition, which may be null. */
  private static Condition present(Table table, Condition condition) {
    Condition exists = new Condition.AttributeExists(keyPath(table));
    return condition == null ? exists : new Condition.And(List.of(exists, condition));
  }

  /** What a statement returns of its item. */
  private static ReturnValue returned(PreparedStatement statement) {
    Statement.Returning returning =
        switch (statement.statement()) {
          case Statement.Update update -> update.returning();
          case Statement.Delete delete -> delete.returning();
          case Statement.Insert _, Statement.Select _, Statement.Exists _ -> null;
        };
    return switch (returning) {
      case null -> ReturnValue.NONE;
      case ALL_OLD -> ReturnValue.ALL_OLD;
      case ALL_NEW -> ReturnValue.ALL_NEW;
      case MODIFIED_OLD -> ReturnValue.UPDATED_OLD;
      case MODIFIED_NEW -> ReturnValue.UPDATED_NEW;
    };
  }

  /** Whether a statement returns anything of its item. */
  static boolean returns(PreparedStatement statement) {
    return returned(statement) != ReturnValue.NONE;
  }
}
