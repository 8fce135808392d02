package dev.varve.dynamodb.partiql.syntax;

import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.partiql.syntax.Expression.Path;
import dev.varve.dynamodb.partiql.syntax.Statement.Change;
import dev.varve.dynamodb.partiql.syntax.Statement.Order;
import dev.varve.dynamodb.partiql.syntax.Statement.Returning;
import java.util.ArrayList;
import java.util.List;

/**
 * Recursive descent for statements.
 *
 * <pre>
 * statement := (select | insert | update | delete | EXISTS '(' select ')') ';'?
 * select    := SELECT ('*' | path (',' path)*) FROM name ('.' name)? (WHERE or)?
 *              (ORDER BY path (ASC | DESC)? (',' path (ASC | DESC)?)*)?
 * insert    := INSERT INTO name VALUE operand
 * update    := UPDATE name (SET path '=' sum (',' path '=' sum)* | REMOVE path (',' path)*)+
 *              (WHERE or)? returning?
 * delete    := DELETE FROM name (WHERE or)? returning?
 * returning := RETURNING (ALL | MODIFIED) (OLD | NEW) '*'
 * </pre>
 */
public final class StatementParser {
  private static final List<String> CLAUSES =
      List.of("LIMIT", "GROUP", "HAVING", "OFFSET", "JOIN", "UNION");

  private final TokenStream tokens;
  private final ExpressionParser expressions;
  private final PredicateParser predicates;

  private StatementParser(String text) {
    this.tokens = new TokenStream(text);
    this.expressions = new ExpressionParser(tokens);
    this.predicates = new PredicateParser(tokens, expressions);
  }

  /**
   * A statement with the number of its parameters.
   *
   * @param parameters how many {@code ?} it has
   */
  public record Parsed(Statement statement, int parameters) {}

  /**
   * Parses a statement, in time in proportion to its length.
   *
   * @throws ValidationException if the text is none
   */
  public static Parsed parse(String text) {
    StatementParser parser = new StatementParser(text);
    Statement statement = parser.statement();
    parser.tokens.finish();
    return new Parsed(statement, parser.tokens.parameters());
  }

  private Statement statement() {
    if (tokens.accept("SELECT")) {
      return select();
    }
    if (tokens.accept("INSERT")) {
      return insert();
    }
    if (tokens.accept("UPDATE")) {
      return update();
    }
    if (tokens.accept("DELETE")) {
      return delete();
    }
    if (tokens.accept("EXISTS")) {
      return exists();
    }
    throw noManipulation();
  }

  private static ValidationException noManipulation() {
    return TokenStream.malformed("Expected data manipulation");
  }

  private Statement.Exists exists() {
    tokens.expect(TokenKind.OPEN_PARENTHESIS, "(");
    tokens.expect("SELECT");
    Statement.Select select = select();
    tokens.expect(TokenKind.CLOSE_PARENTHESIS, ")");
    return new Statement.Exists(select);
  }

  private Statement.Select select() {
    List<Path> columns = new ArrayList<>();
    if (!tokens.accept(TokenKind.STAR)) {
      do {
        columns.add(tokens.path());
        refuseAlias();
      } while (tokens.accept(TokenKind.COMMA));
    }
    tokens.expect("FROM");
    String table = table();
    String index = tokens.accept(TokenKind.DOT) ? tokens.name("index") : null;
    refuseUnsupportedClause();
    refuseAlias();
    Predicate where = where();
    refuseUnsupportedClause();
    List<Order> orderBy = new ArrayList<>();
    if (tokens.accept("ORDER")) {
      tokens.expect("BY");
      do {
        orderBy.add(order());
      } while (tokens.accept(TokenKind.COMMA));
    }
    refuseUnsupportedClause();
    return new Statement.Select(columns, table, index, where, orderBy);
  }

  private String table() {
    return tokens.name("table");
  }

  /** Refuses a name where none can stand but for what is before it. */
  private void refuseAlias() {
    Token token = tokens.current();
    boolean isName =
        token.kind() == TokenKind.QUOTED_NAME
            || (token.kind() == TokenKind.WORD && !Keywords.contains(token.text()));
    if (token.is("AS") || isName) {
      throw new ValidationException("Aliasing is not supported");
    }
  }

  private void refuseUnsupportedClause() {
    if (CLAUSES.stream().anyMatch(tokens::is)) {
      throw tokens.unsupportedClause();
    }
  }

  private Order order() {
    Path key = tokens.path();
    boolean descending = tokens.accept("DESC");
    if (!descending) {
      tokens.accept("ASC");
    }
    return new Order(key, !descending);
  }

  private Predicate where() {
    return tokens.accept("WHERE") ? predicates.predicate() : null;
  }

  private Statement.Insert insert() {
    tokens.expect("INTO");
    String table = table();
    tokens.expect("VALUE");
    return new Statement.Insert(table, expressions.operand());
  }

  private Statement.Update update() {
    String table = table();
    List<Change> changes = new ArrayList<>();
    while (tokens.is("SET") || tokens.is("REMOVE")) {
      boolean sets = tokens.advance().is("SET");
      do {
        changes.add(sets ? set() : new Change.Remove(tokens.path()));
      } while (tokens.accept(TokenKind.COMMA));
    }
    if (changes.isEmpty()) {
      throw noManipulation();
    }
    return new Statement.Update(table, changes, where(), returning());
  }

  private Change.Set set() {
    Path target = tokens.path();
    tokens.expect(TokenKind.EQUAL, "=");
    return new Change.Set(target, expressions.sum());
  }

  private Statement.Delete delete() {
    tokens.expect("FROM");
    return new Statement.Delete(table(), where(), returning());
  }

  private Returning returning() {
    if (!tokens.accept("RETURNING")) {
      return null;
    }
    boolean all = tokens.accept("ALL");
    if (!all) {
      tokens.expect("MODIFIED");
    }
    boolean old = tokens.accept("OLD");
    if (!old) {
      tokens.expect("NEW");
    }
    tokens.expect(TokenKind.STAR, "*");
    return all
        ? old ? Returning.ALL_OLD : Returning.ALL_NEW
        : old ? Returning.MODIFIED_OLD : Returning.MODIFIED_NEW;
  }
}
