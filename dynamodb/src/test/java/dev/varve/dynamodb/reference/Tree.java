package dev.varve.dynamodb.reference;

import java.util.List;

/**
 * Expressions as trees. Placeholders stand as they do in the text; what they mean is looked up in
 * the request.
 */
final class Tree {
  private Tree() {}

  /** A part of a path. */
  sealed interface Step {
    /** An attribute name, or a placeholder of one. */
    record Name(String text) implements Step {}

    /** A place in a list. */
    record At(int index) implements Step {}
  }

  /** What a condition compares. */
  sealed interface Operand permits Path, Literal, Size {}

  /** What SET assigns or combines. */
  sealed interface UpdateOperand permits Path, Literal, IfNotExists, ListAppend {}

  record Path(List<Step> steps) implements Operand, UpdateOperand {}

  /** A placeholder of a value. */
  record Literal(String placeholder) implements Operand, UpdateOperand {}

  record Size(Path path) implements Operand {}

  record IfNotExists(Path path, UpdateOperand otherwise) implements UpdateOperand {}

  record ListAppend(UpdateOperand first, UpdateOperand second) implements UpdateOperand {}

  /** True or false of an item. */
  sealed interface Condition {
    record Compare(String operator, Operand left, Operand right) implements Condition {}

    record Between(Operand operand, Operand low, Operand high) implements Condition {}

    record In(Operand operand, List<Operand> choices) implements Condition {}

    record Exists(Path path) implements Condition {}

    record NotExists(Path path) implements Condition {}

    record TypeIs(Path path, Literal type) implements Condition {}

    record BeginsWith(Operand operand, Operand beginning) implements Condition {}

    record Contains(Operand operand, Operand part) implements Condition {}

    record And(List<Condition> parts) implements Condition {}

    record Or(List<Condition> parts) implements Condition {}

    record Not(Condition part) implements Condition {}
  }

  /** The right side of an assignment: one operand, or two with a sign between. */
  record SetValue(UpdateOperand first, String sign, UpdateOperand second) {}

  record Assignment(Path path, SetValue value) {}

  /** A path with the operand of ADD or DELETE. */
  record Change(Path path, Literal value) {}

  record Update(List<Assignment> set, List<Path> remove, List<Change> add, List<Change> delete) {}

  record Projection(List<Path> paths) {}
}
