package dev.varve.dynamodb.partiql.syntax;

import dev.varve.dynamodb.partiql.syntax.Expression.Path;
import java.util.List;

/** A statement as written. */
public sealed interface Statement {
  /** The table, by its name or ARN. */
  String table();

  /** Whether it only reads. */
  default boolean isRead() {
    return this instanceof Select;
  }

  /**
   * {@code SELECT columns FROM table.index WHERE condition ORDER BY keys}.
   *
   * @param columns none for {@code *}
   * @param index null for the table itself
   * @param where null for all items
   * @param orderBy none for the order of the keys
   */
  record Select(
      List<Path> columns, String table, String index, Predicate where, List<Order> orderBy)
      implements Statement {
    public Select {
      columns = List.copyOf(columns);
      orderBy = List.copyOf(orderBy);
    }
  }

  /** One attribute of an {@code ORDER BY}. */
  record Order(Path key, boolean ascending) {}

  /** {@code INSERT INTO table VALUE item}. */
  record Insert(String table, Expression item) implements Statement {}

  /**
   * {@code UPDATE table changes WHERE condition RETURNING returning}.
   *
   * @param changes at least one
   * @param where null for none, which no table allows
   * @param returning null for nothing
   */
  record Update(String table, List<Change> changes, Predicate where, Returning returning)
      implements Statement {
    public Update {
      changes = List.copyOf(changes);
    }
  }

  /** One change of an {@link Update}. */
  sealed interface Change {
    /** {@code SET target = value}. */
    record Set(Path target, Expression value) implements Change {}

    /** {@code REMOVE target}. */
    record Remove(Path target) implements Change {}
  }

  /**
   * {@code DELETE FROM table WHERE condition RETURNING returning}.
   *
   * @param where null for none, which no table allows
   * @param returning null for nothing
   */
  record Delete(String table, Predicate where, Returning returning) implements Statement {}

  /** {@code EXISTS(select)}, which checks an item and changes nothing. */
  record Exists(Select select) implements Statement {
    @Override
    public String table() {
      return select.table();
    }
  }

  /** Which attributes a statement returns of the item that it writes. */
  enum Returning {
    ALL_OLD("ALL OLD *"),
    MODIFIED_OLD("MODIFIED OLD *"),
    ALL_NEW("ALL NEW *"),
    MODIFIED_NEW("MODIFIED NEW *");

    private final String text;

    Returning(String text) {
      this.text = text;
    }

    /** As written behind {@code RETURNING}. */
    public String text() {
      return text;
    }
  }
}
