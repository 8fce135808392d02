package dev.varve.dynamodb.expression.syntax;

import java.util.List;

/**
 * A projection as written.
 *
 * @param paths at least one
 */
public record ProjectionNode(List<PathNode> paths) {
  public ProjectionNode {
    paths = List.copyOf(paths);
  }
}
