package dev.varve.dynamodb.expression.syntax;

import java.util.List;

/**
 * A document path as written, e.g. {@code #a.b[1]}.
 *
 * @param steps at least one; the first is a {@link NameStep}
 */
public record PathNode(List<Step> steps) implements OperandNode {
  /**
   * The largest list index that DynamoDB takes, far beyond the elements that an item has room for.
   */
  public static final long MAX_INDEX = 4_294_967_294L;

  public PathNode {
    steps = List.copyOf(steps);
    if (steps.isEmpty() || !(steps.getFirst() instanceof NameStep)) {
      throw new IllegalArgumentException("a path begins with a name: " + steps);
    }
  }

  /** One step of a path: into a map (or the item) by name or into a list by index. */
  public sealed interface Step {}

  /**
   * A name as written.
   *
   * @param text a word, or a placeholder with its {@code #}
   */
  public record NameStep(String text) implements Step {
    /** Whether {@code text} is a placeholder. */
    public boolean isPlaceholder() {
      return text.charAt(0) == '#';
    }
  }

  /**
   * A position in a list.
   *
   * @param index from 0 to {@link #MAX_INDEX}
   */
  public record IndexStep(long index) implements Step {}
}
