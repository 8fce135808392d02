package dev.varve.dynamodb.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.DocumentPath.Element;
import dev.varve.dynamodb.expression.syntax.ExpressionKind;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

final class UpdateApplierPropertyTest {
  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void updatesLikePlainMapsAndLists(@ForAll("items") Item item, @ForAll("updates") Update update) {
    Item before = Item.of(item.asMap());
    try {
      Item expected = PlainUpdate.apply(update, item);
      Statistics.collect("applied");
      assertEquals(expected, UpdateApplier.apply(update, item, Item.of()).after().orElseThrow());
    } catch (PlainUpdate.Refused e) {
      Statistics.collect("refused");
      assertEquals(
          e.getMessage(),
          assertThrows(
                  ValidationException.class, () -> UpdateApplier.apply(update, item, Item.of()))
              .getMessage());
    }
    assertEquals(before, item);
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void orderOfActionsDoesNotMatter(@ForAll("items") Item item, @ForAll("updates") Update update) {
    Update reversed = new Update(update.actions().reversed());
    assertEquals(outcome(update, item), outcome(reversed, item));
  }

  @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void returnsTheTargetsBeforeTheUpdate(
      @ForAll("items") Item item, @ForAll("updates") Update update) {
    try {
      UpdateOutcome outcome = UpdateApplier.apply(update, item, Item.of());
      for (DocumentPath target : update.targets()) {
        if (target.elements().stream().noneMatch(DocumentPath.Index.class::isInstance)) {
          AttributeLookup old = AttributeLookup.of(outcome.updatedOld());
          assertEquals(AttributeLookup.of(item).find(target), old.find(target));
          assertEquals(
              AttributeLookup.of(outcome.after().orElseThrow()).find(target),
              AttributeLookup.of(outcome.updatedNew()).find(target));
        }
      }
    } catch (ValidationException e) {
      Statistics.collect("refused");
    }
  }

  /**
   * The item after the update; of a refused one nothing, since which of several errors comes first
   * depends on the order.
   */
  private static String outcome(Update update, Item item) {
    try {
      return Notation.print(UpdateApplier.apply(update, item, Item.of()).after().orElseThrow());
    } catch (ValidationException e) {
      return "refused";
    }
  }

  /**
   * A map {@code a}, a list {@code b} and, perhaps, anything {@code c}: most paths of {@link
   * #paths} lead somewhere.
   */
  @Provide
  Arbitrary<Item> items() {
    return Combinators.combine(maps(2), lists(2), documents(2).optional())
        .as((a, b, c) -> {
          Item.Builder item = Item.builder().put("a", a).put("b", b);
          c.ifPresent(value -> item.put("c", value));
          return item.build();
        });
  }

  private static Arbitrary<AttributeValue> documents(int levels) {
    return levels == 0
        ? Values.smallIntegers()
        : Arbitraries.oneOf(Values.smallIntegers(), maps(levels), lists(levels));
  }

  private static Arbitrary<AttributeValue> maps(int levels) {
    return Arbitraries.maps(Arbitraries.of("a", "b", "c"), documents(levels - 1))
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(AttributeValue.M::new);
  }

  private static Arbitrary<AttributeValue> lists(int levels) {
    return documents(levels - 1).list().ofMinSize(1).ofMaxSize(4).map(AttributeValue.L::new);
  }

  @Provide
  Arbitrary<Update> updates() {
    return actions()
        .list()
        .ofMinSize(1)
        .ofMaxSize(5)
        .map(UpdateApplierPropertyTest::independent)
        .map(Update::new);
  }

  private static Arbitrary<Update.Action> actions() {
    Arbitrary<Update.Action> sets =
        Combinators.combine(paths(), documents(1))
            .as((path, value) -> new Update.Set(path, new UpdateOperand.Literal(value)));
    Arbitrary<Update.Action> copies =
        Combinators.combine(paths(), paths())
            .as((path, from) -> new Update.Set(path, new UpdateOperand.Attribute(from)));
    Arbitrary<Update.Action> removes = paths().map(Update.Remove::new);
    Arbitrary<Update.Action> adds =
        Combinators.combine(paths(), Values.smallIntegers()).as(Update.Add::new);
    return Arbitraries.oneOf(sets, sets, copies, removes, removes, adds);
  }

  private static Arbitrary<DocumentPath> paths() {
    Arbitrary<Element> names = Arbitraries.of("a", "b", "c").map(DocumentPath.Name::new);
    Arbitrary<Element> indexes =
        Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.longs().between(0, 5)),
                Tuple.of(1, Arbitraries.longs().between(Integer.MAX_VALUE, 4_294_967_294L)))
            .map(DocumentPath.Index::new);
    Arbitrary<List<Element>> members = names.map(name -> List.of(new DocumentPath.Name("a"), name));
    Arbitrary<List<Element>> elements =
        indexes.map(index -> List.of(new DocumentPath.Name("b"), index));
    Arbitrary<List<Element>> deep =
        Combinators.combine(Arbitraries.oneOf(members, elements), Arbitraries.oneOf(names, indexes))
            .as((parent, child) -> {
              List<Element> path = new ArrayList<>(parent);
              path.add(child);
              return path;
            });
    return Arbitraries.frequencyOf(
            Tuple.of(2, names.map(List::of)),
            Tuple.of(6, members),
            Tuple.of(12, elements),
            Tuple.of(2, deep))
        .map(DocumentPath::new);
  }

  /** Of actions whose targets overlap or conflict only the first. */
  private static List<Update.Action> independent(List<Update.Action> actions) {
    List<Update.Action> kept = new ArrayList<>();
    for (Update.Action action : actions) {
      List<DocumentPath> targets =
          new ArrayList<>(kept.stream().map(Update.Action::target).toList());
      targets.add(action.target());
      try {
        PathTargets.requireIndependent(ExpressionKind.UPDATE, targets);
        kept.add(action);
      } catch (ValidationException e) {
        Statistics.label("targets").collect("dependent");
      }
    }
    return kept;
  }
}
