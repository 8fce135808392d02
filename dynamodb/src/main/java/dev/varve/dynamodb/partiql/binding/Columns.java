package dev.varve.dynamodb.partiql.binding;

import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.AttributeLookup;
import dev.varve.dynamodb.expression.DocumentPath;
import dev.varve.dynamodb.expression.Expressions;
import dev.varve.dynamodb.expression.Projection;
import dev.varve.dynamodb.expression.syntax.PathNode;
import dev.varve.dynamodb.partiql.syntax.Expression;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a SELECT shows of an item: for each column the value at its path, under the name at the
 * path's end. A column that ends with the index of a list has its place for a name, as {@code _1}.
 * Immutable.
 */
public final class Columns {
  /** A column and where its value is. */
  private record Column(String name, DocumentPath path) {}

  private static final Columns ALL = new Columns(List.of());

  /** None for all attributes. */
  private final List<Column> columns;

  private Columns(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  /** Columns whose paths are not bound yet. */
  record Trees(List<String> names, List<PathNode> paths) {
    Columns bind(Expressions expressions) {
      if (names.isEmpty()) {
        return ALL;
      }
      List<DocumentPath> bound = expressions.paths(paths);
      List<Column> columns = new ArrayList<>(names.size());
      for (int i = 0; i < names.size(); i++) {
        columns.add(new Column(names.get(i), bound.get(i)));
      }
      return new Columns(columns);
    }
  }

  static Trees trees(List<Expression.Path> paths, ExpressionTrees trees) {
    List<String> names = new ArrayList<>(paths.size());
    Set<String> seen = new HashSet<>();
    for (Expression.Path path : paths) {
      String name =
          path.steps().getLast() instanceof Expression.Name(String last)
              ? last
              : "_" + (names.size() + 1);
      if (!seen.add(name)) {
        throw new ValidationException("The statement selects two attributes of the name " + name);
      }
      names.add(name);
    }
    return new Trees(names, paths.stream().map(trees::path).toList());
  }

  /** The top-level attributes that have to be read, or null for all. */
  public Projection projection() {
    return columns.isEmpty()
        ? null
        : new Projection(
            columns.stream()
                .map(column -> column.path().attributeName())
                .distinct()
                .map(DocumentPath::of)
                .toList());
  }

  /** The columns of an item that has what {@link #projection} asks for, decoded. */
  public Item select(Item read) {
    if (columns.isEmpty()) {
      return read;
    }
    AttributeLookup attributes = AttributeLookup.of(read);
    Item.Builder selected = Item.builder();
    for (Column column : columns) {
      AttributeValue value = attributes.find(column.path());
      if (value != null) {
        selected.put(column.name(), value);
      }
    }
    return selected.build();
  }
}
