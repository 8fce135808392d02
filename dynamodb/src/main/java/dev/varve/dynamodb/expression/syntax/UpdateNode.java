package dev.varve.dynamodb.expression.syntax;

import java.util.List;

/**
 * An update as written.
 *
 * @param sections at least one, in the order written; {@link Parser} lets only one of each kind
 *     pass
 */
public record UpdateNode(List<Section> sections) {
  public UpdateNode {
    sections = List.copyOf(sections);
  }

  /** A keyword with its actions. */
  public sealed interface Section {
    /** The keyword in upper case. */
    String keyword();
  }

  /** {@code SET path = value, ...}. */
  public record SetSection(List<SetAction> actions) implements Section {
    public SetSection {
      actions = List.copyOf(actions);
    }

    @Override
    public String keyword() {
      return "SET";
    }
  }

  /** {@code REMOVE path, ...}. */
  public record RemoveSection(List<PathNode> paths) implements Section {
    public RemoveSection {
      paths = List.copyOf(paths);
    }

    @Override
    public String keyword() {
      return "REMOVE";
    }
  }

  /** {@code ADD path :value, ...}. */
  public record AddSection(List<ValueAction> actions) implements Section {
    public AddSection {
      actions = List.copyOf(actions);
    }

    @Override
    public String keyword() {
      return "ADD";
    }
  }

  /** {@code DELETE path :value, ...}. */
  public record DeleteSection(List<ValueAction> actions) implements Section {
    public DeleteSection {
      actions = List.copyOf(actions);
    }

    @Override
    public String keyword() {
      return "DELETE";
    }
  }

  /** {@code path = value}. */
  public record SetAction(PathNode path, OperandNode value) {}

  /** {@code path :value}. */
  public record ValueAction(PathNode path, OperandNode.Value value) {}
}
