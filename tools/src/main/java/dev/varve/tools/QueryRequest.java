package dev.varve.tools;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.tools.KeyConditionOptions.KeyCondition;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** A query made of options, whose own placeholders leave the user's alone. */
final class QueryRequest {
  private final String table;
  private final KeyCondition condition;
  private final Optional<String> filter;
  private final Map<String, String> names;
  private final Map<String, AttributeValue> values;

  QueryRequest(
      String table,
      KeyCondition condition,
      FilterOption filter,
      NameOptions names,
      ValueOptions values)
      throws IOException, CommandFailedException {
    this.table = table;
    this.condition = condition;
    this.filter = filter.filter();
    this.names = Objects.requireNonNullElse(names.names(), Map.of());
    this.values = Objects.requireNonNullElse(values.values(), Map.of());
  }

  /** The request for a table of an open database. */
  Query.Builder in(Varve varve, Optional<String> projection)
      throws IOException, CommandFailedException {
    Query.Builder request = Query.of(table);
    names.forEach(request::name);
    values.forEach(request::value);
    filter.ifPresent(request::filter);
    projection.ifPresent(request::projection);
    String expressions = filter.orElse("") + " " + projection.orElse("");
    condition.addTo(request, varve.tableDefinition(table), wanted -> unused(wanted, expressions));
    return request;
  }

  /**
   * Returns {@code wanted}, made longer until the user has no such placeholder: neither defined, as
   * it would be replaced, nor only mentioned, as it would get a meaning.
   */
  private String unused(String wanted, String expressions) {
    return Stream.iterate(wanted, placeholder -> placeholder + "_")
        .filter(placeholder ->
            !names.containsKey(placeholder)
                && !values.containsKey(placeholder)
                && !expressions.contains(placeholder))
        .findFirst()
        .orElseThrow();
  }
}
