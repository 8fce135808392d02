package dev.varve.dynamodb.expression;

import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.AttributeValue.B;
import dev.varve.dynamodb.value.AttributeValue.BS;
import dev.varve.dynamodb.value.AttributeValue.N;
import dev.varve.dynamodb.value.AttributeValue.NS;
import dev.varve.dynamodb.value.AttributeValue.SS;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Union and difference of values that are sets. */
final class SetAlgebra {
  private SetAlgebra() {}

  /** The union of two sets of the same type; empty if they are not that. */
  static Optional<AttributeValue> union(AttributeValue left, AttributeValue right) {
    if (left instanceof SS(List<String> a) && right instanceof SS(List<String> b)) {
      return Optional.of(new SS(unite(a, b)));
    }
    if (left instanceof NS(List<N> a) && right instanceof NS(List<N> b)) {
      return Optional.of(new NS(unite(a, b)));
    }
    if (left instanceof BS(List<B> a) && right instanceof BS(List<B> b)) {
      return Optional.of(new BS(unite(a, b)));
    }
    return Optional.empty();
  }

  /**
   * What of {@code set} is not in {@code removed}, a set of the same type; empty if nothing is
   * left, since there is no empty set.
   */
  static Optional<AttributeValue> difference(AttributeValue set, AttributeValue removed) {
    if (set instanceof SS(List<String> a) && removed instanceof SS(List<String> b)) {
      return Optional.of(without(a, b)).filter(rest -> !rest.isEmpty()).map(SS::new);
    }
    if (set instanceof NS(List<N> a) && removed instanceof NS(List<N> b)) {
      return Optional.of(without(a, b)).filter(rest -> !rest.isEmpty()).map(NS::new);
    }
    if (set instanceof BS(List<B> a) && removed instanceof BS(List<B> b)) {
      return Optional.of(without(a, b)).filter(rest -> !rest.isEmpty()).map(BS::new);
    }
    throw new AssertionError("not two sets of one type: " + set.type() + ", " + removed.type());
  }

  private static <T> List<T> unite(List<T> left, List<T> right) {
    Set<T> present = new HashSet<>(left);
    List<T> all = new ArrayList<>(left);
    for (T element : right) {
      if (!present.contains(element)) {
        all.add(element);
      }
    }
    return all;
  }

  private static <T> List<T> without(List<T> set, List<T> removed) {
    Set<T> gone = new HashSet<>(removed);
    return set.stream().filter(element -> !gone.contains(element)).toList();
  }
}
