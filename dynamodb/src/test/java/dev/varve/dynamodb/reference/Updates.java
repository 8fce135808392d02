package dev.varve.dynamodb.reference;

import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What an update expression makes of an item. */
final class Updates {
  private static final String NO_ATTRIBUTE =
      "The provided expression refers to an attribute that does not exist in the item";
  private static final String BAD_OPERAND =
      "An operand in the update expression has an incorrect data type";
  private static final String BAD_PATH =
      "The document path provided in the update expression is invalid for update";
  private static final String OVERFLOW =
      "Number overflow. Attempting to store a number with magnitude larger than supported range";

  /** A value to be put at a path, or null to be removed from there. */
  private record Effect(List<Object> path, AttributeValue value) {}

  private final Scope scope;

  /** The item before the update, to which paths lead; of one that is not there, not its key. */
  private final Map<String, AttributeValue> before;

  private final List<Effect> assignments = new ArrayList<>();
  private final List<Effect> removals = new ArrayList<>();

  /** The texts of all that is wrong; the service tells one of them. */
  private final Set<String> problems = new TreeSet<>();

  private Updates(Scope scope, Map<String, AttributeValue> before) {
    this.scope = scope;
    this.before = before;
  }

  /**
   * The item after the update; null if nothing is created.
   *
   * @param before null for none
   * @param key the key of the item, with which one that is not there begins
   */
  static Item apply(Tree.Update update, Scope scope, Item before, Item key) {
    if (before == null && update.set().isEmpty() && update.add().isEmpty()) {
      return null;
    }
    Updates updates = new Updates(scope, before == null ? Map.of() : before.asMap());
    updates.collect(update);
    if (!updates.problems.isEmpty()) {
      String first = updates.problems.iterator().next();
      throw updates.problems.size() == 1
          ? Refused.validation(first)
          : Refused.unsure(updates.problems.toString());
    }
    return updates.result(before == null ? key : before);
  }

  private void collect(Tree.Update update) {
    for (Tree.Assignment assignment : update.set()) {
      assign(scope.path(assignment.path()), value(assignment.value()));
    }
    for (Tree.Change change : update.add()) {
      List<Object> path = scope.path(change.path());
      assign(path, sum(Paths.get(before, path), scope.value(change.value())));
    }
    for (Tree.Path path : update.remove()) {
      remove(scope.path(path));
    }
    for (Tree.Change change : update.delete()) {
      List<Object> path = scope.path(change.path());
      AttributeValue old = Paths.get(before, path);
      AttributeValue taken = scope.value(change.value());
      if (old == null) {
        requireParent(path);
      } else if (old.type() != taken.type()) {
        problems.add(BAD_OPERAND);
      } else {
        AttributeValue rest = SetOf.minus(old, taken);
        if (rest == null) {
          remove(path);
        } else {
          assign(path, rest);
        }
      }
    }
  }

  private void assign(List<Object> path, AttributeValue value) {
    if (requireParent(path) && value != null) {
      assignments.add(new Effect(path, value));
    }
  }

  private void remove(List<Object> path) {
    if (requireParent(path) && Paths.get(before, path) != null) {
      removals.add(new Effect(path, null));
    }
  }

  private boolean requireParent(List<Object> path) {
    if (path.size() == 1) {
      return true;
    }
    AttributeValue parent = Paths.get(before, path.subList(0, path.size() - 1));
    boolean fits =
        path.getLast() instanceof String
            ? parent instanceof AttributeValue.M
            : parent instanceof AttributeValue.L;
    if (!fits) {
      problems.add(BAD_PATH);
    }
    return fits;
  }

  private AttributeValue value(Tree.SetValue value) {
    AttributeValue first = operand(value.first());
    if (value.sign() == null) {
      return first;
    }
    AttributeValue second = operand(value.second());
    if (first == null || second == null) {
      return null;
    }
    if (!(first instanceof AttributeValue.N a) || !(second instanceof AttributeValue.N b)) {
      problems.add(BAD_OPERAND);
      return null;
    }
    return number(
        value.sign().equals("+") ? a.value().add(b.value()) : a.value().subtract(b.value()));
  }

  private AttributeValue number(BigDecimal result) {
    if (result.signum() == 0) {
      return AttributeValue.n(0);
    }
    BigDecimal digits = result.stripTrailingZeros();
    int exponent = digits.precision() - digits.scale() - 1;
    if (digits.precision() > 38 || exponent > 125 || exponent < -130) {
      problems.add(exponent < -130 ? Refused.UNSURE + OVERFLOW : OVERFLOW);
      return null;
    }
    return AttributeValue.n(digits);
  }

  private AttributeValue operand(Tree.UpdateOperand operand) {
    return switch (operand) {
      case Tree.Literal literal -> scope.value(literal);
      case Tree.Path path -> {
        AttributeValue value = Paths.get(before, scope.path(path));
        if (value == null) {
          problems.add(NO_ATTRIBUTE);
        }
        yield value;
      }
      case Tree.IfNotExists f -> {
        AttributeValue value = Paths.get(before, scope.path(f.path()));
        yield value == null ? operand(f.otherwise()) : value;
      }
      case Tree.ListAppend f -> {
        AttributeValue first = operand(f.first());
        AttributeValue second = operand(f.second());
        if (first == null || second == null) {
          yield null;
        }
        if (!(first instanceof AttributeValue.L a) || !(second instanceof AttributeValue.L b)) {
          problems.add(BAD_OPERAND);
          yield null;
        }
        List<AttributeValue> both = new ArrayList<>(a.values());
        both.addAll(b.values());
        yield new AttributeValue.L(both);
      }
    };
  }

  private AttributeValue sum(AttributeValue old, AttributeValue added) {
    if (old == null) {
      return added;
    }
    if (old.type() != added.type()) {
      problems.add(BAD_OPERAND);
      return null;
    }
    return added instanceof AttributeValue.N n
        ? number(((AttributeValue.N) old).value().add(n.value()))
        : SetOf.union(old, added);
  }

  /**
   * Assigns first, later list places after earlier ones, and then removes, from the leaves up and
   * from the back, so that what is still to be removed is where it was.
   */
  private Item result(Item start) {
    AttributeValue whole = new AttributeValue.M(start.asMap());
    assignments.sort(Comparator.comparingLong(effect -> place(effect.path())));
    for (Effect effect : assignments) {
      whole = with(whole, effect.path(), effect.value());
    }
    removals.sort(
        Comparator.comparingInt((Effect effect) -> effect.path().size())
            .thenComparingLong(effect -> place(effect.path()))
            .reversed());
    for (Effect effect : removals) {
      whole = with(whole, effect.path(), null);
    }
    return Item.of(((AttributeValue.M) whole).values());
  }

  private static long place(List<Object> path) {
    return path.getLast() instanceof Integer index ? index : -1;
  }

  private static AttributeValue with(AttributeValue whole, List<Object> path, AttributeValue put) {
    Object step = path.getFirst();
    List<Object> rest = path.subList(1, path.size());
    switch (whole) {
      case AttributeValue.M map -> {
        Map<String, AttributeValue> members = new LinkedHashMap<>(map.values());
        AttributeValue member = rest.isEmpty() ? put : with(members.get(step), rest, put);
        if (member == null) {
          members.remove(step);
        } else {
          members.put((String) step, member);
        }
        return new AttributeValue.M(members);
      }
      case AttributeValue.L list -> {
        List<AttributeValue> elements = new ArrayList<>(list.values());
        int index = (Integer) step;
        if (!rest.isEmpty()) {
          elements.set(index, with(elements.get(index), rest, put));
        } else if (put == null) {
          if (index < elements.size()) {
            elements.remove(index);
          }
        } else if (index < elements.size()) {
          elements.set(index, put);
        } else {
          elements.add(put);
        }
        return new AttributeValue.L(elements);
      }
      default -> throw new AssertionError(whole);
    }
  }

  /** The attributes to which an update assigns values of the request. */
  static Item literals(Tree.Update update, Scope scope) {
    Map<String, AttributeValue> literals = new LinkedHashMap<>();
    for (Tree.Assignment assignment : update.set()) {
      List<Object> path = scope.path(assignment.path());
      if (path.size() == 1
          && assignment.value().sign() == null
          && assignment.value().first() instanceof Tree.Literal literal) {
        literals.put((String) path.getFirst(), scope.value(literal));
      }
    }
    return Item.of(literals);
  }

  /** All paths that an update names. */
  static List<List<Object>> targets(Tree.Update update, Scope scope) {
    List<List<Object>> paths = new ArrayList<>();
    update.set().forEach(assignment -> paths.add(scope.path(assignment.path())));
    update.remove().forEach(path -> paths.add(scope.path(path)));
    update.add().forEach(change -> paths.add(scope.path(change.path())));
    update.delete().forEach(change -> paths.add(scope.path(change.path())));
    return paths;
  }

  /**
   * The paths of which UPDATED_NEW tells: those that are still at their place.
   *
   * @param before null for none
   */
  static List<List<Object>> keptTargets(Tree.Update update, Scope scope, Item before) {
    Map<String, AttributeValue> old = before == null ? Map.of() : before.asMap();
    List<List<Object>> paths = targets(update, scope);
    Set<List<Object>> removed = new HashSet<>();
    update.remove().forEach(path -> removed.add(scope.path(path)));
    for (Tree.Change change : update.delete()) {
      List<Object> path = scope.path(change.path());
      AttributeValue value = Paths.get(old, path);
      if (value == null || SetOf.minus(value, scope.value(change.value())) == null) {
        removed.add(path);
      }
    }
    paths.removeAll(removed);
    return paths;
  }

  /**
   * Whether elements of a list are not where the update names them: some are removed beside others,
   * or several are appended.
   *
   * @param before null for none
   */
  static boolean movesElements(Tree.Update update, Scope scope, Item before) {
    Map<String, AttributeValue> old = before == null ? Map.of() : before.asMap();
    Set<List<Object>> appendedTo = new HashSet<>();
    for (Tree.Assignment assignment : update.set()) {
      List<Object> path = scope.path(assignment.path());
      if (path.getLast() instanceof Integer
          && Paths.get(old, path) == null
          && !appendedTo.add(path.subList(0, path.size() - 1))) {
        return true;
      }
    }
    List<List<Object>> removed = new ArrayList<>();
    update.remove().forEach(path -> removed.add(scope.path(path)));
    update.delete().forEach(change -> removed.add(scope.path(change.path())));
    for (List<Object> path : removed) {
      if (path.getLast() instanceof Integer) {
        List<Object> list = path.subList(0, path.size() - 1);
        for (List<Object> other : targets(update, scope)) {
          if (!other.equals(path)
              && other.size() >= path.size()
              && other.subList(0, list.size()).equals(list)) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
