package dev.varve.dynamodb.value;

import dev.varve.dynamodb.error.ValidationException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Makes the element lists of sets: sorted, immutable, not empty, without duplicates. The messages
 * are DynamoDB's, down to their blanks.
 */
final class Sets {
  private Sets() {}

  static List<String> strings(List<String> values) {
    if (values.isEmpty()) {
      throw ValidationException.invalidValues("An string set  may not be empty");
    }
    List<String> sorted = sorted(values, Utf8::compare);
    if (sorted.size() < values.size()) {
      throw ValidationException.invalidValues(
          "Input collection " + values + " contains duplicates.");
    }
    return sorted;
  }

  static List<AttributeValue.N> numbers(List<AttributeValue.N> values) {
    if (values.isEmpty()) {
      throw ValidationException.invalidValues("An number set  may not be empty");
    }
    List<AttributeValue.N> sorted = sorted(values, Comparator.naturalOrder());
    if (sorted.size() < values.size()) {
      throw ValidationException.ofNumbers("Input collection contains duplicates");
    }
    return sorted;
  }

  static List<AttributeValue.B> binaries(List<AttributeValue.B> values) {
    if (values.isEmpty()) {
      throw ValidationException.invalidValues("Binary sets should not be empty");
    }
    List<AttributeValue.B> sorted = sorted(values, Comparator.naturalOrder());
    if (sorted.size() < values.size()) {
      String elements =
          values.stream().map(AttributeValue.B::base64).collect(Collectors.joining(", ", "[", "]"));
      throw ValidationException.invalidValues(
          "Input collection " + elements + "of type BS contains duplicates.");
    }
    return sorted;
  }

  /**
   * The distinct elements in order. Lists that are so already, as those read from storage are, are
   * only copied.
   */
  private static <T> List<T> sorted(List<T> values, Comparator<? super T> order) {
    if (isStrictlyAscending(values, order)) {
      return List.copyOf(values);
    }
    List<T> sorted = new ArrayList<>(values);
    sorted.sort(order);
    List<T> distinct = new ArrayList<>(sorted.size());
    for (T element : sorted) {
      if (distinct.isEmpty() || order.compare(distinct.getLast(), element) != 0) {
        distinct.add(element);
      }
    }
    return List.copyOf(distinct);
  }

  private static <T> boolean isStrictlyAscending(List<T> values, Comparator<? super T> order) {
    for (int i = 1; i < values.size(); i++) {
      if (order.compare(values.get(i - 1), values.get(i)) >= 0) {
        return false;
      }
    }
    return true;
  }
}
