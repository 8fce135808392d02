package dev.varve.dynamodb.partiql.syntax;

import dev.varve.dynamodb.expression.syntax.ArithmeticOperator;
import dev.varve.dynamodb.expression.syntax.Comparator;
import dev.varve.dynamodb.partiql.syntax.Expression.Path;
import dev.varve.dynamodb.partiql.syntax.Statement.Change;
import dev.varve.dynamodb.partiql.syntax.Statement.Order;
import dev.varve.dynamodb.partiql.syntax.Statement.Returning;
import dev.varve.dynamodb.value.AttributeValue;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Arbitrary statements. Their parameters all say that they are the first. */
public final class Statements {
  private Statements() {}

  static Arbitrary<String> names() {
    return Arbitraries.of(
        "a", "b1", "my-table", "from", "x\"y", "\u00fc", "with blank", "a.b", "'");
  }

  /** Paths of some attributes. */
  static Arbitrary<Path> paths() {
    Arbitrary<Expression.Step> named = names().map(Expression.Name::new);
    Arbitrary<Expression.Step> indexed =
        Arbitraries.of(0L, 1L, 42L, 4_294_967_294L).map(Expression.Index::new);
    return Combinators.combine(named, Arbitraries.oneOf(named, indexed).list().ofMaxSize(3))
        .as((first, rest) -> {
          List<Expression.Step> steps = new ArrayList<>(rest);
          steps.addFirst(first);
          return new Path(steps);
        });
  }

  static Arbitrary<Expression> literals() {
    return Arbitraries.<AttributeValue>of(
            AttributeValue.s(""),
            AttributeValue.s("it's"),
            AttributeValue.s("\"--/*\n"),
            AttributeValue.s("\ud834\udd1e"),
            AttributeValue.n(0),
            AttributeValue.n("-1.50"),
            AttributeValue.n("1e125"),
            AttributeValue.n("-1e-130"),
            AttributeValue.n("12345678901234567890123456789012345678"),
            AttributeValue.bool(true),
            AttributeValue.bool(false),
            AttributeValue.nul())
        .map(Expression.Literal::new);
  }

  /** Values: literals, parameters, and lists, sets and maps of them. */
  static Arbitrary<Expression> values() {
    return Arbitraries.lazyOf(
        Statements::literals,
        Statements::literals,
        () -> Arbitraries.just(new Expression.Parameter(0)),
        () -> values().list().ofMaxSize(3).map(Expression.ListOf::new),
        () -> values().list().ofMaxSize(3).map(Expression.SetOf::new),
        () -> maps());
  }

  private static Arbitrary<Expression> maps() {
    return Combinators.combine(names(), values())
        .as(Expression.Member::new)
        .list()
        .ofMaxSize(3)
        .map(Expression.MapOf::new);
  }

  /** Operands of conditions. */
  static Arbitrary<Expression> operands() {
    Arbitrary<Expression> paths = paths().map(path -> path);
    return Arbitraries.frequencyOf(
        Tuple.of(4, paths),
        Tuple.of(4, values()),
        Tuple.of(1, paths.map(path -> new Expression.Call("size", List.of(path)))));
  }

  /** Conditions of any depth. */
  public static Arbitrary<Predicate> predicates() {
    Arbitrary<Predicate> comparisons =
        Combinators.combine(operands(), Arbitraries.of(Comparator.class), operands())
            .as(Predicate.Comparison::new);
    Arbitrary<Predicate> betweens =
        Combinators.combine(operands(), operands(), operands()).as(Predicate.Between::new);
    Arbitrary<Predicate> memberships =
        Combinators.combine(operands(), operands().list().ofMinSize(1).ofMaxSize(3))
            .as(Predicate.In::new);
    Arbitrary<Predicate> tests =
        Combinators.combine(
                Arbitraries.of("begins_with", "contains", "attribute_type", "unknown"),
                operands().list().ofMinSize(1).ofMaxSize(3))
            .as((function, arguments) ->
                new Predicate.Test(new Expression.Call(function, arguments)));
    return Arbitraries.lazyOf(
        () -> comparisons,
        () -> betweens,
        () -> memberships,
        () -> tests,
        () -> paths().map(Predicate.IsMissing::new),
        () -> paths().map(Predicate.IsNull::new),
        () -> predicates().map(Predicate.Not::new),
        () -> predicates().list().ofMinSize(2).ofMaxSize(3).map(Predicate.And::new),
        () -> predicates().list().ofMinSize(2).ofMaxSize(3).map(Predicate.Or::new));
  }

  /** What may be assigned. */
  private static Arbitrary<Expression> assigned() {
    return Arbitraries.lazyOf(
        Statements::operands,
        Statements::operands,
        () ->
            Combinators.combine(assigned(), Arbitraries.of(ArithmeticOperator.class), assigned())
                .as(Expression.Arithmetic::new),
        () ->
            Combinators.combine(
                    Arbitraries.of("list_append", "set_add", "if_not_exists"),
                    assigned().list().ofMinSize(1).ofMaxSize(2))
                .as(Expression.Call::new));
  }

  private static Arbitrary<Statement.Select> selects() {
    return Combinators.combine(
            paths().list().ofMaxSize(3),
            names(),
            names().injectNull(0.5),
            predicates().injectNull(0.2),
            Combinators.combine(paths(), Arbitraries.of(true, false))
                .as(Order::new)
                .list()
                .ofMaxSize(2))
        .as(Statement.Select::new);
  }

  private static Arbitrary<Statement> updates() {
    Arbitrary<Change> sets = Combinators.combine(paths(), assigned()).as(Change.Set::new);
    Arbitrary<Change> removes = paths().map(Change.Remove::new);
    return Combinators.combine(
            names(),
            Arbitraries.oneOf(sets, removes).list().ofMinSize(1).ofMaxSize(3),
            predicates().injectNull(0.2),
            Arbitraries.of(Returning.class).injectNull(0.5))
        .as(Statement.Update::new);
  }

  /** Statements of all kinds. */
  public static Arbitrary<Statement> statements() {
    Arbitrary<Statement> selects = selects().map(select -> select);
    Arbitrary<Statement> exists = selects().map(Statement.Exists::new);
    Arbitrary<Statement> inserts = Combinators.combine(names(), values()).as(Statement.Insert::new);
    Arbitrary<Statement> deletes =
        Combinators.combine(
                names(),
                predicates().injectNull(0.2),
                Arbitraries.of(Returning.class).injectNull(0.5))
            .as(Statement.Delete::new);
    return Arbitraries.oneOf(selects, exists, inserts, updates(), deletes);
  }
}
