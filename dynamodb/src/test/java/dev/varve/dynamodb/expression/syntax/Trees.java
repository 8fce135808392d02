package dev.varve.dynamodb.expression.syntax;

import dev.varve.dynamodb.expression.syntax.OperandNode.Arithmetic;
import dev.varve.dynamodb.expression.syntax.OperandNode.Call;
import dev.varve.dynamodb.expression.syntax.OperandNode.Value;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Arbitrary syntax trees that pass the parser's checks. */
final class Trees {
  private Trees() {}

  static Arbitrary<PathNode> paths() {
    Arbitrary<PathNode.Step> names =
        Arbitraries.of("a", "b1", "Cc_", "#n", "#0", "beyond_").map(PathNode.NameStep::new);
    Arbitrary<PathNode.Step> indexes =
        Arbitraries.of(0L, 1L, 42L, Integer.MAX_VALUE + 1L, PathNode.MAX_INDEX)
            .map(PathNode.IndexStep::new);
    return Combinators.combine(names, Arbitraries.oneOf(names, indexes).list().ofMaxSize(3))
        .as((first, rest) -> {
          List<PathNode.Step> steps = new ArrayList<>(rest);
          steps.addFirst(first);
          return new PathNode(steps);
        });
  }

  static Arbitrary<Value> values() {
    return Arbitraries.of(":v", ":0", ":long_name").map(Value::new);
  }

  /** Operands of conditions. */
  static Arbitrary<OperandNode> operands() {
    Arbitrary<OperandNode> simple = Arbitraries.oneOf(paths(), values());
    return Arbitraries.frequencyOf(
        Tuple.of(4, simple),
        Tuple.of(1, simple.map(operand -> new Call("size", List.of(operand)))),
        Tuple.of(
            1,
            simple.map(operand -> new Call("size", List.of(new Call("size", List.of(operand)))))));
  }

  static Arbitrary<ConditionNode> conditions() {
    Arbitrary<ConditionNode> comparisons =
        Combinators.combine(operands(), Arbitraries.of(Comparator.class), operands())
            .as(ConditionNode.Comparison::new);
    Arbitrary<ConditionNode> betweens =
        Combinators.combine(operands(), operands(), operands()).as(ConditionNode.Between::new);
    Arbitrary<ConditionNode> memberships =
        Combinators.combine(operands(), operands().list().ofMinSize(1).ofMaxSize(3))
            .as(ConditionNode.In::new);
    Arbitrary<ConditionNode> predicates =
        Combinators.combine(
                Arbitraries.of("attribute_exists", "contains", "begins_with", "attribute_type"),
                operands().list().ofMinSize(1).ofMaxSize(3))
            .as((function, arguments) ->
                new ConditionNode.Predicate(new Call(function, arguments)));
    return Arbitraries.lazyOf(
        () -> comparisons,
        () -> betweens,
        () -> memberships,
        () -> predicates,
        () -> conditions().map(ConditionNode.Not::new),
        () -> conditions().list().ofMinSize(2).ofMaxSize(3).map(ConditionNode.And::new),
        () -> conditions().list().ofMinSize(2).ofMaxSize(3).map(ConditionNode.Or::new));
  }

  /** Operands of SET. */
  static Arbitrary<OperandNode> setOperands() {
    return Arbitraries.lazyOf(
        Trees::paths,
        Trees::values,
        Trees::paths,
        Trees::values,
        () ->
            Combinators.combine(
                    Arbitraries.of("if_not_exists", "list_append"),
                    setOperands().list().ofMinSize(1).ofMaxSize(2))
                .as(Call::new),
        () ->
            Combinators.combine(
                    setOperands(), Arbitraries.of(ArithmeticOperator.class), setOperands())
                .as(Arithmetic::new));
  }

  static Arbitrary<UpdateNode> updates() {
    Arbitrary<UpdateNode.Section> sets =
        Combinators.combine(paths(), setOperands())
            .as(UpdateNode.SetAction::new)
            .list()
            .ofMinSize(1)
            .ofMaxSize(3)
            .map(UpdateNode.SetSection::new);
    Arbitrary<UpdateNode.Section> removes =
        paths().list().ofMinSize(1).ofMaxSize(3).map(UpdateNode.RemoveSection::new);
    Arbitrary<List<UpdateNode.ValueAction>> valueActions =
        Combinators.combine(paths(), values())
            .as(UpdateNode.ValueAction::new)
            .list()
            .ofMinSize(1)
            .ofMaxSize(3);
    Arbitrary<UpdateNode.Section> adds = valueActions.map(UpdateNode.AddSection::new);
    Arbitrary<UpdateNode.Section> deletes = valueActions.map(UpdateNode.DeleteSection::new);
    return Arbitraries.oneOf(sets, removes, adds, deletes)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .uniqueElements(UpdateNode.Section::keyword)
        .map(UpdateNode::new);
  }

  static Arbitrary<ProjectionNode> projections() {
    return paths().list().ofMinSize(1).ofMaxSize(5).map(ProjectionNode::new);
  }
}
