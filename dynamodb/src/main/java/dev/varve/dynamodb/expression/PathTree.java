package dev.varve.dynamodb.expression;

import dev.varve.dynamodb.expression.DocumentPath.Element;
import dev.varve.dynamodb.expression.DocumentPath.Index;
import dev.varve.dynamodb.expression.DocumentPath.Name;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Things at paths, arranged as the document that the paths describe. The paths neither overlap nor
 * conflict ({@link PathTargets}), so each place is either one thing or a map or a list.
 */
sealed interface PathTree<T> {

  /** A path ends here. */
  record Leaf<T>(T content) implements PathTree<T> {}

  /** Members of a map, in the order of the paths. */
  record Members<T>(Map<String, PathTree<T>> byName) implements PathTree<T> {}

  /** Elements of a list, in ascending order. */
  record Elements<T>(SortedMap<Long, PathTree<T>> byIndex) implements PathTree<T> {}

  /** A thing and its path. */
  record Entry<T>(DocumentPath path, T content) {}

  /** Arranges {@code entries}: the members of the result are top-level attributes. */
  static <T> Members<T> of(List<Entry<T>> entries) {
    Members<T> root = new Members<>(new LinkedHashMap<>());
    for (Entry<T> entry : entries) {
      insert(root, entry.path().elements(), entry.content());
    }
    return root;
  }

  private static <T> void insert(PathTree<T> root, List<Element> path, T content) {
    PathTree<T> parent = root;
    for (int i = 0; i < path.size(); i++) {
      PathTree<T> child;
      if (i == path.size() - 1) {
        child = new Leaf<>(content);
      } else if (path.get(i + 1) instanceof Name) {
        child = new Members<>(new LinkedHashMap<>());
      } else {
        child = new Elements<>(new TreeMap<>());
      }
      parent = attach(parent, path.get(i), child);
    }
  }

  private static <T> PathTree<T> attach(PathTree<T> parent, Element element, PathTree<T> child) {
    return switch (parent) {
      case Members<T> members when element instanceof Name(String name) ->
          attach(members.byName(), name, child);
      case Elements<T> elements when element instanceof Index(long index) ->
          attach(elements.byIndex(), index, child);
      case Members<T> _, Elements<T> _, Leaf<T> _ ->
          throw new AssertionError("paths overlap or conflict at " + element);
    };
  }

  /** What is at {@code key} already, or else {@code child}, now there. */
  private static <K, T> PathTree<T> attach(Map<K, PathTree<T>> children, K key, PathTree<T> child) {
    PathTree<T> present = children.putIfAbsent(key, child);
    return present == null ? child : present;
  }
}
