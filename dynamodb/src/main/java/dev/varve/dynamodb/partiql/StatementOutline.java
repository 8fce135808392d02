package dev.varve.dynamodb.partiql;

import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.partiql.syntax.Statement;
import dev.varve.dynamodb.partiql.syntax.StatementParser;
import java.util.Optional;

/**
 * What a statement does, and to what.
 *
 * @param kind what it does
 * @param table the name or ARN of its table; empty for text that is no statement
 * @param index the index that it reads
 */
public record StatementOutline(Kind kind, Optional<String> table, Optional<String> index) {
  /** What a statement does. */
  public enum Kind {
    SELECT,
    INSERT,
    UPDATE,
    DELETE,
    /** Checks an item. */
    EXISTS,
    /** Nothing: this is no statement. */
    NONE
  }

  /** The outline of a text, which need not be a statement. */
  public static StatementOutline of(String text) {
    try {
      return of(StatementParser.parse(text).statement());
    } catch (ValidationException malformed) {
      return new StatementOutline(Kind.NONE, Optional.empty(), Optional.empty());
    }
  }

  private static StatementOutline of(Statement statement) {
    return switch (statement) {
      case Statement.Select select -> reading(Kind.SELECT, select);
      case Statement.Exists exists -> reading(Kind.EXISTS, exists.select());
      case Statement.Insert insert -> writing(Kind.INSERT, insert);
      case Statement.Update update -> writing(Kind.UPDATE, update);
      case Statement.Delete delete -> writing(Kind.DELETE, delete);
    };
  }

  private static StatementOutline reading(Kind kind, Statement.Select select) {
    return new StatementOutline(
        kind, Optional.of(select.table()), Optional.ofNullable(select.index()));
  }

  private static StatementOutline writing(Kind kind, Statement statement) {
    return new StatementOutline(kind, Optional.of(statement.table()), Optional.empty());
  }
}
