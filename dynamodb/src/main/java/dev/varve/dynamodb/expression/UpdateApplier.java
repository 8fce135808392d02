package dev.varve.dynamodb.expression;

import dev.varve.dynamodb.encoded.EditedItem;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.syntax.ArithmeticOperator;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.AttributeValue.L;
import dev.varve.dynamodb.value.AttributeValue.M;
import dev.varve.dynamodb.value.AttributeValue.N;
import dev.varve.dynamodb.value.Item;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Supplier;

/**
 * Applies updates.
 *
 * <p>First every action is evaluated against the item before the update, which gives for each
 * target the value to put there or that it goes. Then these edits, arranged as a tree, are applied
 * in one walk over the parts of the item that change. So the order of the actions does not matter,
 * and list indexes always mean the old list: assignments first, in ascending order, appending where
 * the index is beyond the end; removals last.
 */
public final class UpdateApplier {
  private UpdateApplier() {}

  /** What is to happen at one place. */
  private sealed interface Edit {}

  private record Put(AttributeValue value) implements Edit {}

  private record Drop() implements Edit {}

  /**
   * Applies {@code update}.
   *
   * @param before the item as stored, or null if it does not exist
   * @param key the key attributes, which an item that is created here starts with
   * @throws ValidationException if an operand is missing or of a wrong type, a number leaves the
   *     range, or a target has no parent
   */
  public static UpdateOutcome apply(Update update, Item before, Item key) {
    if (before == null && !update.createsItem()) {
      return new UpdateOutcome(update, null, null, List.of());
    }
    AttributeLookup attributes =
        before == null ? AttributeLookup.NOTHING : AttributeLookup.of(before);
    List<PathTree.Entry<Edit>> edits = new ArrayList<>(update.actions().size());
    for (Update.Action action : update.actions()) {
      edits.add(new PathTree.Entry<>(action.target(), edit(action, attributes, update.origin())));
    }
    Item start = before == null ? key : before;
    Item after =
        edits.isEmpty() ? start : EditedItem.of(start, changes(start, PathTree.of(edits).byName()));
    AttributeLookup changed = AttributeLookup.of(after);
    List<PathTree.Entry<AttributeValue>> written = new ArrayList<>(edits.size());
    for (PathTree.Entry<Edit> entry : edits) {
      // Where a list grew or shrank, another value may be at the place that was named, or none.
      AttributeValue now = entry.content() instanceof Put ? changed.find(entry.path()) : null;
      if (now != null) {
        written.add(new PathTree.Entry<>(entry.path(), now));
      }
    }
    return new UpdateOutcome(update, before, after, written);
  }

  private static Edit edit(Update.Action action, AttributeLookup attributes, Update.Origin origin) {
    return switch (action) {
      case Update.Set(DocumentPath _, UpdateOperand value) -> new Put(evaluate(value, attributes));
      case Update.Remove _ -> new Drop();
      case Update.Add(DocumentPath target, AttributeValue value) ->
          new Put(add(attributes.find(target), value, origin));
      case Update.Delete(DocumentPath target, AttributeValue elements) -> {
        AttributeValue remaining = delete(attributes.find(target), elements, origin);
        yield remaining == null ? new Drop() : new Put(remaining);
      }
    };
  }

  private static AttributeValue evaluate(UpdateOperand operand, AttributeLookup attributes) {
    return switch (operand) {
      case UpdateOperand.Literal(AttributeValue value) -> value;
      case UpdateOperand.Attribute(DocumentPath path) -> {
        AttributeValue value = attributes.find(path);
        if (value == null) {
          throw new ValidationException(
              "The provided expression refers to an attribute that does not exist in the item");
        }
        yield value;
      }
      case UpdateOperand.IfNotExists(DocumentPath path, UpdateOperand otherwise) -> {
        AttributeValue value = attributes.find(path);
        yield value != null ? value : evaluate(otherwise, attributes);
      }
      case UpdateOperand.ListAppend(UpdateOperand head, UpdateOperand tail) -> {
        AttributeValue first = evaluate(head, attributes);
        AttributeValue second = evaluate(tail, attributes);
        if (!(first instanceof L firstList) || !(second instanceof L secondList)) {
          throw Update.Origin.UPDATE_EXPRESSION.wrongType();
        }
        yield append(firstList, secondList);
      }
      case UpdateOperand.Arithmetic(
              UpdateOperand left,
              ArithmeticOperator operator,
              UpdateOperand right) -> {
        AttributeValue first = evaluate(left, attributes);
        AttributeValue second = evaluate(right, attributes);
        if (!(first instanceof N a) || !(second instanceof N b)) {
          throw Update.Origin.UPDATE_EXPRESSION.wrongType();
        }
        yield switch (operator) {
          case PLUS -> a.plus(b);
          case MINUS -> a.minus(b);
        };
      }
    };
  }

  /**
   * The result of ADD.
   *
   * @param present the value that is there, or null
   */
  private static AttributeValue add(
      AttributeValue present, AttributeValue value, Update.Origin origin) {
    if (present == null) {
      return value;
    }
    if (present instanceof N a && value instanceof N b) {
      return a.plus(b);
    }
    if (present instanceof L a && value instanceof L b) {
      return append(a, b);
    }
    return SetAlgebra.union(present, value).orElseThrow(origin::wrongType);
  }

  private static L append(L head, L tail) {
    List<AttributeValue> all = new ArrayList<>(head.values().size() + tail.values().size());
    all.addAll(head.values());
    all.addAll(tail.values());
    return new L(all);
  }

  /**
   * The result of DELETE, or null if nothing remains.
   *
   * @param present the value that is there, or null
   */
  private static AttributeValue delete(
      AttributeValue present, AttributeValue elements, Update.Origin origin) {
    if (present == null) {
      return null;
    }
    if (present.type() != elements.type()) {
      throw origin.wrongType();
    }
    return SetAlgebra.difference(present, elements).orElse(null);
  }

  /** What becomes of the attributes that change: null for one that goes. */
  private static Map<String, AttributeValue> changes(Item old, Map<String, PathTree<Edit>> edits) {
    Map<String, AttributeValue> changes = new LinkedHashMap<>();
    edits.forEach((name, tree) -> changes.put(name, edited(() -> old.get(name), tree)));
    return changes;
  }

  /** What becomes of the value of an attribute or of a map's member: null if it goes. */
  private static AttributeValue edited(Supplier<AttributeValue> old, PathTree<Edit> tree) {
    return switch (tree) {
      case PathTree.Leaf<Edit>(Put(AttributeValue value)) -> value;
      case PathTree.Leaf<Edit>(Drop()) -> null;
      case PathTree.Members<Edit> _, PathTree.Elements<Edit> _ -> editInside(old.get(), tree);
    };
  }

  private static Map<String, AttributeValue> editMap(
      Map<String, AttributeValue> old, Map<String, PathTree<Edit>> edits) {
    Map<String, AttributeValue> result = new LinkedHashMap<>(old);
    edits.forEach((name, tree) -> {
      AttributeValue value = edited(() -> old.get(name), tree);
      if (value == null) {
        result.remove(name);
      } else {
        result.put(name, value);
      }
    });
    return result;
  }

  private static List<AttributeValue> editList(
      List<AttributeValue> old, SortedMap<Long, PathTree<Edit>> edits) {
    List<AttributeValue> result = new ArrayList<>(old);
    List<Integer> dropped = new ArrayList<>();
    edits.forEach((place, tree) -> {
      boolean present = place < old.size();
      int index = present ? place.intValue() : old.size();
      switch (tree) {
        case PathTree.Leaf<Edit>(Put(AttributeValue value)) -> {
          if (present) {
            result.set(index, value);
          } else {
            result.add(value);
          }
        }
        case PathTree.Leaf<Edit>(Drop()) -> {
          if (present) {
            dropped.add(index);
          }
        }
        case PathTree.Members<Edit> _, PathTree.Elements<Edit> _ -> {
          // Throws where there is nothing.
          AttributeValue changed = editInside(present ? old.get(index) : null, tree);
          result.set(index, changed);
        }
      }
    });
    // From the end on, so that the indexes still to come keep their meaning.
    for (int index : dropped.reversed()) {
      result.remove(index);
    }
    return result;
  }

  /** Applies edits below a value. */
  private static AttributeValue editInside(AttributeValue container, PathTree<Edit> tree) {
    return switch (tree) {
      case PathTree.Members<Edit>(Map<String, PathTree<Edit>> byName)
          when container instanceof M(Map<String, AttributeValue> values) ->
          new M(editMap(values, byName));
      case PathTree.Elements<Edit>(SortedMap<Long, PathTree<Edit>> byIndex)
          when container instanceof L(List<AttributeValue> values) ->
          new L(editList(values, byIndex));
      case PathTree.Members<Edit> _, PathTree.Elements<Edit> _ ->
          throw new ValidationException(
              "The document path provided in the update expression is invalid for update");
      case PathTree.Leaf<Edit> _ -> throw new AssertionError("a leaf is applied by its parent");
    };
  }
}
