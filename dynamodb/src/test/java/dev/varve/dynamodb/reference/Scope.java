package dev.varve.dynamodb.reference;

import dev.varve.dynamodb.value.AttributeValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the expressions of a request mean: the trees of their texts, and its placeholders.
 *
 * @param trees the tree of each text
 * @param names of {@code ExpressionAttributeNames}
 * @param values of {@code ExpressionAttributeValues}
 */
record Scope(
    Map<String, Object> trees, Map<String, String> names, Map<String, AttributeValue> values) {

  static Scope of(
      Map<String, Object> trees, Map<String, String> names, Map<String, AttributeValue> values) {
    return new Scope(
        trees,
        names == null ? Map.of() : new HashMap<>(names),
        values == null ? Map.of() : new HashMap<>(values));
  }

  /** The tree of a text; null for none. */
  <T> T tree(String text, Class<T> type) {
    if (text == null) {
      return null;
    }
    Object tree = trees.get(text);
    if (tree == null) {
      throw new AssertionError("no tree for " + text);
    }
    return type.cast(tree);
  }

  AttributeValue value(Tree.Literal literal) {
    AttributeValue value = values.get(literal.placeholder());
    if (value == null) {
      throw new AssertionError("no value for " + literal);
    }
    return value;
  }

  /** A path with its real names: strings and integers. */
  List<Object> path(Tree.Path path) {
    List<Object> steps = new ArrayList<>();
    for (Tree.Step step : path.steps()) {
      steps.add(
          switch (step) {
            case Tree.Step.Name name ->
                name.text().startsWith("#") ? names.get(name.text()) : name.text();
            case Tree.Step.At at -> at.index();
          });
    }
    return steps;
  }
}
