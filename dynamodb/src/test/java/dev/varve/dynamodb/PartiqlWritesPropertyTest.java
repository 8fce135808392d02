package dev.varve.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.varve.dynamodb.api.ConditionalCheckFailedException;
import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.DuplicateItemException;
import dev.varve.dynamodb.api.ExecuteStatement;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.ReturnValue;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Statements that write leave a table as the operations on items leave another one, return the same
 * and fail alike.
 */
final class PartiqlWritesPropertyTest {
  private static final String BY_STATEMENTS = "statements";
  private static final String BY_OPERATIONS = "operations";

  /** A change as a statement has it, as an update expression has it, with its one value. */
  private record Change(String statement, String expression, AttributeValue value) {}

  private static final List<Change> CHANGES =
      List.of(
          new Change("SET n = ?", "SET n = :v", AttributeValue.n(1)),
          new Change("SET n = n + ?", "SET n = n + :v", AttributeValue.n(2)),
          new Change("SET n = n - ?, q = n", "SET n = n - :v, q = n", AttributeValue.n(3)),
          new Change(
              "SET n = if_not_exists(n, ?) + 1",
              "SET n = if_not_exists(n, :v) + :one",
              AttributeValue.n(0)),
          new Change("SET l = ?", "SET l = :v", AttributeValue.l(AttributeValue.s("x"))),
          new Change(
              "SET l = list_append(l, ?)",
              "SET l = list_append(l, :v)",
              AttributeValue.l(AttributeValue.n(7))),
          new Change("SET l[0] = ?", "SET l[0] = :v", AttributeValue.bool(true)),
          new Change("SET e = ? REMOVE l[0]", "SET e = :v REMOVE l[0]", AttributeValue.nul()),
          new Change("SET e = ? REMOVE n, q", "SET e = :v REMOVE n, q", AttributeValue.nul()),
          new Change("SET e = set_add(e, ?)", "ADD e :v", AttributeValue.ss("x", "y")),
          new Change("SET e = set_delete(e, ?)", "DELETE e :v", AttributeValue.ss("x")),
          new Change("SET e.x = ?", "SET e.x = :v", AttributeValue.n(1)));

  private static final List<Optional<String>> CONDITIONS =
      List.of(
          Optional.empty(),
          Optional.empty(),
          Optional.of("n = 1"),
          Optional.of("n > 2 OR q < 3"),
          Optional.of("size(l) = 1"),
          Optional.of("attribute_type(e, 'SS')"));

  private static final List<ReturnValue> RETURNED =
      List.of(
          ReturnValue.NONE,
          ReturnValue.ALL_OLD,
          ReturnValue.ALL_NEW,
          ReturnValue.UPDATED_OLD,
          ReturnValue.UPDATED_NEW);

  /** What a write answered: what it returned, or how it failed. */
  private interface Write {
    Optional<Item> run() throws IOException;
  }

  private static String outcome(Write write) throws IOException {
    try {
      return write.run().map(item -> "returned " + item).orElse("returned nothing");
    } catch (ConditionalCheckFailedException failed) {
      return "condition failed " + failed.item();
    } catch (DuplicateItemException duplicate) {
      return "condition failed " + Optional.empty();
    } catch (DynamoException refused) {
      return refused.toString();
    }
  }

  private static Optional<Item> execute(Varve varve, String statement, AttributeValue... parameters)
      throws IOException {
    ExecuteStatement.Builder request =
        ExecuteStatement.builder().statement(statement).returnItemOnFailure();
    if (parameters.length > 0) {
      request.parameters(parameters);
    }
    return varve.executeStatement(request.build()).items().stream().findFirst();
  }

  /** The condition of an expression, whose literals are values. */
  private static String condition(String statement) {
    return statement.replace("'SS'", ":ss").replaceAll("([=<>]) ([0-9])", "$1 :c$2");
  }

  @Property(tries = 40)
  void statementsDoWhatOperationsDo(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    try (Databases databases = Databases.buffered()) {
      Varve varve = databases.varve();
      for (String table : List.of(BY_STATEMENTS, BY_OPERATIONS)) {
        varve.createTable(
            TableDefinition.named(table)
                .partitionKey("p", AttributeType.S)
                .sortKey("s", AttributeType.N)
                .build());
      }
      for (int i = 0; i < 60; i++) {
        step(varve, random);
      }
      assertEquals(contents(varve, BY_OPERATIONS), contents(varve, BY_STATEMENTS));
    }
  }

  private static Set<Item> contents(Varve varve, String table) throws IOException {
    return new HashSet<>(varve.scan(Scan.of(table).build()).items());
  }

  private static void step(Varve varve, Random random) throws IOException {
    AttributeValue p = AttributeValue.s(random.nextBoolean() ? "a" : "b");
    AttributeValue s = AttributeValue.n(random.nextInt(3));
    Item key = Item.of("p", p, "s", s);
    Optional<String> condition = CONDITIONS.get(random.nextInt(CONDITIONS.size()));
    String where = " WHERE p = ? AND s = ?" + condition.map(c -> " AND (" + c + ")").orElse("");
    switch (random.nextInt(5)) {
      case 0 -> {
        Item item = key.toBuilder().put("n", AttributeValue.n(random.nextInt(4))).build();
        String statement = "INSERT INTO statements VALUE {'p': ?, 's': ?, 'n': ?}";
        assertEquals(
            outcome(() -> {
              varve.putItem(
                  PutItem.into(BY_OPERATIONS)
                      .item(item)
                      .condition("attribute_not_exists(p)")
                      .build());
              return Optional.empty();
            }),
            outcome(() -> execute(varve, statement, p, s, item.get("n"))),
            statement);
      }
      case 1 -> {
        boolean old = random.nextBoolean();
        String statement = "DELETE FROM statements" + where + (old ? " RETURNING ALL OLD *" : "");
        assertEquals(
            outcome(() -> {
              DeleteItem.Builder request =
                  DeleteItem.from(BY_OPERATIONS)
                      .key(key)
                      .returnValues(old ? ReturnValue.ALL_OLD : ReturnValue.NONE)
                      .returnItemOnFailure();
              condition.ifPresent(c -> {
                request.condition(condition(c));
                values(condition(c)).asMap().forEach(request::value);
              });
              return varve.deleteItem(request.build()).attributes();
            }),
            outcome(() -> execute(varve, statement, p, s)),
            statement);
      }
      default -> {
        Change change = CHANGES.get(random.nextInt(CHANGES.size()));
        ReturnValue returned = RETURNED.get(random.nextInt(RETURNED.size()));
        String statement = "UPDATE statements " + change.statement() + where + returning(returned);
        String exists = "attribute_exists(p)";
        String whole = condition.map(c -> exists + " AND (" + condition(c) + ")").orElse(exists);
        assertEquals(
            outcome(() -> {
              UpdateItem.Builder request =
                  UpdateItem.in(BY_OPERATIONS)
                      .key(key)
                      .update(change.expression())
                      .condition(whole)
                      .returnValues(returned)
                      .returnItemOnFailure()
                      .value(":v", change.value());
              if (change.expression().contains(":one")) {
                request.value(":one", AttributeValue.n(1));
              }
              values(whole).asMap().forEach(request::value);
              return varve.updateItem(request.build()).attributes();
            }),
            outcome(() -> execute(varve, statement, change.value(), p, s)),
            statement);
      }
    }
  }

  /** The values that a condition needs. */
  private static Item values(String condition) {
    Item.Builder values = Item.builder();
    for (int i = 0; i < 10; i++) {
      if (condition.contains(":c" + i)) {
        values.put(":c" + i, AttributeValue.n(i));
      }
    }
    return (condition.contains(":ss") ? values.put(":ss", AttributeValue.s("SS")) : values).build();
  }

  private static String returning(ReturnValue returned) {
    return switch (returned) {
      case NONE -> "";
      case ALL_OLD -> " RETURNING ALL OLD *";
      case ALL_NEW -> " RETURNING ALL NEW *";
      case UPDATED_OLD -> " RETURNING MODIFIED OLD *";
      case UPDATED_NEW -> " RETURNING MODIFIED NEW *";
    };
  }
}
