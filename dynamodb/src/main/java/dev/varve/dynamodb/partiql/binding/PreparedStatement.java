package dev.varve.dynamodb.partiql.binding;

import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.Condition;
import dev.varve.dynamodb.expression.ExpressionCache;
import dev.varve.dynamodb.expression.Expressions;
import dev.varve.dynamodb.expression.Update;
import dev.varve.dynamodb.expression.syntax.ConditionNode;
import dev.varve.dynamodb.expression.syntax.ExpressionKind;
import dev.varve.dynamodb.expression.syntax.UpdateNode;
import dev.varve.dynamodb.partiql.syntax.Predicate;
import dev.varve.dynamodb.partiql.syntax.Statement;
import dev.varve.dynamodb.partiql.syntax.StatementParser;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.dynamodb.write.ItemLimits;
import java.util.List;

/**
 * A statement with its parameters, checked as far as it alone tells. Immutable.
 *
 * @param statement as written
 * @param bound what it means
 */
public record PreparedStatement(Statement statement, Bound bound) {
  /** What a statement means, whatever its table is like. */
  public sealed interface Bound {}

  /**
   * An INSERT.
   *
   * @param sizeBytes the item's size
   */
  public record Insertion(Item item, int sizeBytes) implements Bound {}

  /**
   * An UPDATE or a DELETE.
   *
   * @param where null for none
   * @param update null for a DELETE
   * @param expressions of both
   */
  public record Modification(Condition where, Update update, Expressions expressions)
      implements Bound {}

  /**
   * A SELECT, also within an EXISTS.
   *
   * @param where null for all items
   * @param expressions of all
   */
  public record Selection(
      Statement.Select select, Condition where, Columns columns, Expressions expressions)
      implements Bound {}

  /**
   * Prepares a statement.
   *
   * @param cache of parsed statements
   * @param parameters null for none
   * @throws ValidationException if the text is no statement, or what it says breaks a rule whatever
   *     its table is like
   */
  public static PreparedStatement of(
      ExpressionCache cache, String text, List<AttributeValue> parameters) {
    StatementParser.Parsed parsed = cache.statement(text);
    List<AttributeValue> given = parameters == null ? List.of() : parameters;
    if (given.size() != parsed.parameters()) {
      throw new ValidationException("Number of parameters in request and statement don't match.");
    }
    StatementValues values = new StatementValues(given);
    Statement statement = parsed.statement();
    return new PreparedStatement(
        statement,
        switch (statement) {
          case Statement.Insert insert -> insertion(insert, values);
          case Statement.Update update ->
              modification(update.where(), new ExpressionTrees(values), update);
          case Statement.Delete delete -> {
            requireOldOrNothing(delete.returning());
            yield modification(delete.where(), new ExpressionTrees(values), null);
          }
          case Statement.Select select ->
              selection(select, ExpressionKind.FILTER, new ExpressionTrees(values));
          case Statement.Exists exists ->
              selection(exists.select(), ExpressionKind.CONDITION, new ExpressionTrees(values));
        });
  }

  /** The table, by its name or ARN. */
  public String table() {
    return statement.table();
  }

  /** Whether the statement only reads. */
  public boolean isRead() {
    return statement.isRead();
  }

  private static Insertion insertion(Statement.Insert insert, StatementValues values) {
    Item item = values.item(insert.item());
    int sizeBytes = ItemLimits.checkedSize(item);
    ItemLimits.requirePuttable(sizeBytes);
    return new Insertion(item, sizeBytes);
  }

  private static void requireOldOrNothing(Statement.Returning returning) {
    if (returning != null && returning != Statement.Returning.ALL_OLD) {
      throw new ValidationException("DELETE can only have RETURNING ALL OLD *");
    }
  }

  /** An UPDATE, or a DELETE where {@code statement} is null. */
  private static Modification modification(
      Predicate where, ExpressionTrees trees, Statement.Update statement) {
    UpdateNode updateTree = statement == null ? null : trees.update(statement.changes());
    ConditionNode tree = where == null ? null : trees.condition(ExpressionKind.CONDITION, where);
    Expressions expressions = trees.bind();
    Update update = updateTree == null ? null : expressions.update(updateTree);
    return new Modification(
        tree == null ? null : expressions.condition(ExpressionKind.CONDITION, tree),
        update,
        expressions);
  }

  private static Selection selection(
      Statement.Select select, ExpressionKind kind, ExpressionTrees trees) {
    Predicate where = select.where();
    ConditionNode tree = where == null ? null : trees.condition(kind, where);
    Columns.Trees columns = Columns.trees(select.columns(), trees);
    Expressions expressions = trees.bind();
    return new Selection(
        select,
        tree == null ? null : expressions.condition(kind, tree),
        columns.bind(expressions),
        expressions);
  }
}
