package dev.varve.tools;

import dev.varve.dynamodb.KeyAttribute;
import dev.varve.dynamodb.TableDefinition;
import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The table, and one partition key and a range of its sort keys, as plain words or as an
 * expression.
 */
final class KeyConditionOptions {
  @Mixin private TableArgument table;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PARTITION-KEY",
      description = "As plain text; Base64 if its type is B.")
  private String partitionKey;

  @Option(
      names = "--begins-with",
      paramLabel = "TEXT",
      description = "Only sort keys that begin so.")
  private String beginsWith;

  @Option(names = "--from", paramLabel = "KEY", description = "Only this sort key and larger ones.")
  private String from;

  @Option(names = "--to", paramLabel = "KEY", description = "Only this sort key and smaller ones.")
  private String to;

  @Option(
      names = "--key-condition-expression",
      paramLabel = "EXPRESSION",
      description = "The key condition in place of all these.")
  private String expression;

  /** The name of the table. */
  String table() {
    return table.name();
  }

  /** A key condition that has been given, before the table is known. */
  interface KeyCondition {
    /**
     * Adds the condition to a request.
     *
     * @param placeholders makes of {@code #name} or {@code :name} one that nothing else of the
     *     request contains
     */
    void addTo(Query.Builder request, TableDefinition table, UnaryOperator<String> placeholders)
        throws CommandFailedException;
  }

  /**
   * Returns the condition, or nothing if none is given.
   *
   * @throws UsageException if the options contradict each other
   */
  Optional<KeyCondition> condition() {
    List<String> words = table.following(partitionKey);
    boolean ranged = beginsWith != null || from != null || to != null;
    if (beginsWith != null && (from != null || to != null)) {
      throw wrong("--begins-with goes without --from and --to");
    }
    if (expression != null) {
      if (ranged || !words.isEmpty()) {
        throw wrong(
            "--key-condition-expression goes without PARTITION-KEY, --begins-with, --from and --to");
      }
      return Optional.of((request, definition, placeholders) -> request.where(expression));
    }
    if (words.isEmpty()) {
      if (ranged) {
        throw wrong("give the PARTITION-KEY whose sort keys are meant");
      }
      return Optional.empty();
    }
    return Optional.of((request, definition, placeholders) ->
        add(request, definition, words.getFirst(), placeholders));
  }

  private UsageException wrong(String message) {
    return new UsageException(message);
  }

  private void add(
      Query.Builder request,
      TableDefinition definition,
      String partition,
      UnaryOperator<String> placeholders)
      throws CommandFailedException {
    String name = placeholders.apply("#partition");
    String value = placeholders.apply(":partition");
    request
        .name(name, definition.partitionKey().name())
        .value(value, KeyText.value(definition.partitionKey(), partition));
    String condition = name + " = " + value;
    if (beginsWith == null && from == null && to == null) {
      request.where(condition);
      return;
    }
    KeyAttribute sortKey =
        definition
            .sortKey()
            .orElseThrow(() ->
                new CommandFailedException("the table " + definition.name() + " has no sort key"));
    String sort = placeholders.apply("#sort");
    String lower = placeholders.apply(":from");
    String upper = placeholders.apply(":to");
    request.name(sort, sortKey.name());
    if (beginsWith != null) {
      request.value(lower, prefix(sortKey));
      condition += " AND begins_with(" + sort + ", " + lower + ")";
    } else {
      checkOrder(sortKey);
      if (from != null) {
        request.value(lower, KeyText.value(sortKey, from));
      }
      if (to != null) {
        request.value(upper, KeyText.value(sortKey, to));
      }
      condition +=
          " AND "
              + sort
              + (from == null
                  ? " <= " + upper
                  : to == null ? " >= " + lower : " BETWEEN " + lower + " AND " + upper);
    }
    request.where(condition);
  }

  private AttributeValue prefix(KeyAttribute sortKey) throws CommandFailedException {
    if (sortKey.type() == AttributeType.N) {
      throw wrong("--begins-with is for texts and bytes, and " + sortKey.name() + " is a number");
    }
    return KeyText.value(sortKey, beginsWith);
  }

  private void checkOrder(KeyAttribute sortKey) throws CommandFailedException {
    if (from != null
        && to != null
        && KeyText.compare(KeyText.value(sortKey, from), KeyText.value(sortKey, to)) > 0) {
      throw wrong("--from " + from + " is larger than --to " + to);
    }
  }
}
