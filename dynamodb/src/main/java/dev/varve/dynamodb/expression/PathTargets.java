package dev.varve.dynamodb.expression;

import dev.varve.dynamodb.expression.DocumentPath.Element;
import dev.varve.dynamodb.expression.DocumentPath.Name;
import dev.varve.dynamodb.expression.syntax.ExpressionKind;
import java.util.List;

/** Checks that the paths of one update or projection can be written or read side by side. */
final class PathTargets {
  private PathTargets() {}

  private enum Relation {
    APART,
    /** One is the other or leads to it. */
    OVERLAP,
    /** At the same place one takes a map and the other a list. */
    CONFLICT
  }

  /**
   * Checks every pair: first all for overlap, then all for conflict. At most some thousand paths
   * fit into an expression.
   */
  static void requireIndependent(ExpressionKind kind, List<DocumentPath> paths) {
    require(kind, paths, Relation.OVERLAP, "overlap");
    require(kind, paths, Relation.CONFLICT, "conflict");
  }

  private static void require(
      ExpressionKind kind, List<DocumentPath> paths, Relation refused, String verb) {
    for (int later = 1; later < paths.size(); later++) {
      for (int earlier = 0; earlier < later; earlier++) {
        if (relation(paths.get(earlier), paths.get(later)) == refused) {
          throw kind.error(
              "Two document paths "
                  + verb
                  + " with each other; must remove or rewrite one of these paths; path one: "
                  + paths.get(earlier)
                  + ", path two: "
                  + paths.get(later));
        }
      }
    }
  }

  private static Relation relation(DocumentPath one, DocumentPath two) {
    List<Element> first = one.elements();
    List<Element> second = two.elements();
    for (int i = 0; i < Math.min(first.size(), second.size()); i++) {
      Element a = first.get(i);
      Element b = second.get(i);
      if (!a.equals(b)) {
        return (a instanceof Name) == (b instanceof Name) ? Relation.APART : Relation.CONFLICT;
      }
    }
    return Relation.OVERLAP;
  }
}
