package dev.varve.tools.sql;

import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.json.ItemJson;
import dev.varve.dynamodb.partiql.Script;
import dev.varve.dynamodb.partiql.StatementOutline;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Carries out statements on a database and prints what they return: a table for each page, or a
 * line of JSON for each item. Remembers which attributes it has seen. For one thread.
 */
public final class SqlSession {
  private final SqlDatabase database;
  private final PrintWriter out;
  private final boolean json;
  private final Map<String, Set<String>> attributes = new TreeMap<>();

  /**
   * A session.
   *
   * @param database stays the caller's
   * @param json whether items are printed as DynamoDB's JSON
   */
  public SqlSession(SqlDatabase database, PrintWriter out, boolean json) {
    this.database = database;
    this.out = out;
    this.json = json;
  }

  /**
   * Carries out the statements of a text, one after the other.
   *
   * @throws DynamoException or {@link EndpointException} if one is refused; those before it have
   *     been carried out
   */
  public void runAll(String text) throws IOException {
    for (String statement : Script.of(text).statements()) {
      run(statement);
    }
  }

  /**
   * Carries out a statement, with all of its pages.
   *
   * @throws DynamoException or {@link EndpointException} if it is refused
   */
  public void run(String statement) throws IOException {
    StatementOutline outline = StatementOutline.of(statement);
    long count = 0;
    String token = null;
    do {
      SqlDatabase.Page page = database.execute(statement, token);
      count += page.items().size();
      outline.table().ifPresent(table -> remember(table, page.items()));
      print(page.items());
      token = page.nextToken().orElse(null);
    } while (token != null);
    if (!json && outline.kind() == StatementOutline.Kind.SELECT) {
      out.println(count == 1 ? "(1 item)" : "(" + count + " items)");
    }
    out.flush();
  }

  private void print(List<Item> items) {
    if (json) {
      items.forEach(item -> out.println(ItemJson.write(item)));
    } else if (!items.isEmpty()) {
      new ItemTable(items).print(out);
    }
  }

  private void remember(String table, List<Item> items) {
    Set<String> names = attributes.computeIfAbsent(table, _ -> new LinkedHashSet<>());
    items.forEach(item -> names.addAll(item.asMap().keySet()));
  }

  /** The names of all tables. */
  List<String> tables() throws IOException {
    return database.tables();
  }

  /** The names of a table's indexes; none if there is no such table. */
  List<String> indexes(String table) throws IOException {
    return database.shape(table).indexes();
  }

  /** Names of attributes of a table: those of its key, and what the session has seen. */
  Collection<String> attributes(String table) throws IOException {
    Set<String> names = new LinkedHashSet<>(database.shape(table).keys());
    names.addAll(attributes.getOrDefault(table, Set.of()));
    return names;
  }
}
