package dev.varve.dynamodb.reference;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.varve.dynamodb.api.BatchGetItemResult;
import dev.varve.dynamodb.api.BatchWriteItemResult;
import dev.varve.dynamodb.api.CancellationReason;
import dev.varve.dynamodb.api.ConditionalCheckFailedException;
import dev.varve.dynamodb.api.ConsumedCapacity;
import dev.varve.dynamodb.api.CreateTableResult;
import dev.varve.dynamodb.api.DeleteTableResult;
import dev.varve.dynamodb.api.ItemCollectionMetrics;
import dev.varve.dynamodb.api.QueryResult;
import dev.varve.dynamodb.api.ScanResult;
import dev.varve.dynamodb.api.TransactGetItemsResult;
import dev.varve.dynamodb.api.TransactWriteItemsResult;
import dev.varve.dynamodb.api.TransactionCanceledException;
import dev.varve.dynamodb.api.UpdateItemResult;
import dev.varve.dynamodb.api.UpdateTableResult;
import dev.varve.dynamodb.api.json.JsonOut;
import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether two answers are the same. */
final class Answers {
  /** Among the unsure members: there is an error, and more than one is right. */
  static final String ANY_ERROR = "error";

  private Answers() {}

  /**
   * Compares an answer, or an error, with the reference's.
   *
   * @param unsure members of which the reference is not certain
   */
  static boolean areSame(Object expected, Object actual, Set<String> unsure) {
    if (unsure.contains(ANY_ERROR)) {
      return actual instanceof DynamoException;
    }
    if (expected instanceof DynamoException error) {
      return actual instanceof DynamoException other && areSameErrors(error, other);
    }
    return certain(expected, unsure).equals(certain(actual, unsure));
  }

  private static boolean areSameErrors(DynamoException expected, DynamoException actual) {
    if (expected.getClass() != actual.getClass()
        || !isSameText(expected.getMessage(), actual.getMessage())) {
      return false;
    }
    return switch (expected) {
      case ConditionalCheckFailedException failure ->
          failure.item().equals(((ConditionalCheckFailedException) actual).item());
      case TransactionCanceledException failure ->
          failure.cancellationReasons().isEmpty()
              || areSameReasons(
                  failure.cancellationReasons(),
                  ((TransactionCanceledException) actual).cancellationReasons());
      default -> true;
    };
  }

  private static boolean isSameText(String expected, String actual) {
    return expected.contains(Refused.UNSURE) || expected.equals(actual);
  }

  private static boolean areSameReasons(
      List<CancellationReason> expected, List<CancellationReason> actual) {
    if (expected.size() != actual.size()) {
      return false;
    }
    for (int i = 0; i < expected.size(); i++) {
      CancellationReason a = expected.get(i);
      CancellationReason b = actual.get(i);
      if (!a.code().equals(b.code())
          || !a.item().equals(b.item())
          || a.message().isPresent() != b.message().isPresent()
          || (a.message().isPresent() && !isSameText(a.message().get(), b.message().get()))) {
        return false;
      }
    }
    return true;
  }

  /** What of an answer is certain, without order where there is none. */
  private static Object certain(Object answer, Set<String> unsure) {
    boolean noCapacity = unsure.contains("consumedCapacity");
    return switch (answer) {
      case UpdateItemResult result when unsure.contains("attributes") ->
          result.toBuilder().attributes(null).build();
      case QueryResult result when noCapacity -> result.toBuilder().consumedCapacity(null).build();
      case ScanResult result when noCapacity -> result.toBuilder().consumedCapacity(null).build();
      case BatchGetItemResult result -> {
        Map<String, Map<Item, Integer>> responses = new HashMap<>();
        result.responses().forEach((table, items) -> responses.put(table, counted(items)));
        yield List.of(responses, result.unprocessedKeys(), sorted(result.consumedCapacity()));
      }
      case BatchWriteItemResult result ->
          List.of(
              result.unprocessedItems(),
              unordered(result.itemCollectionMetrics()),
              sorted(result.consumedCapacity()));
      case TransactWriteItemsResult result ->
          List.of(
              noCapacity ? List.of() : sorted(result.consumedCapacity()),
              unsure.contains("itemCollectionMetrics")
                  ? Map.of()
                  : unordered(result.itemCollectionMetrics()));
      case TransactGetItemsResult result ->
          List.of(result.responses(), sorted(result.consumedCapacity()));
      case CreateTableResult _ -> "created";
      case DeleteTableResult _ -> "deleted";
      case UpdateTableResult _ -> "updated";
      default -> answer;
    };
  }

  private static Map<Item, Integer> counted(List<Item> items) {
    Map<Item, Integer> counts = new HashMap<>();
    items.forEach(item -> counts.merge(item, 1, Integer::sum));
    return counts;
  }

  private static List<ConsumedCapacity> sorted(List<ConsumedCapacity> consumed) {
    return consumed.stream().sorted(Comparator.comparing(ConsumedCapacity::tableName)).toList();
  }

  private static Map<String, Set<ItemCollectionMetrics>> unordered(
      Map<String, List<ItemCollectionMetrics>> metrics) {
    Map<String, Set<ItemCollectionMetrics>> sets = new HashMap<>();
    metrics.forEach((table, list) -> sets.put(table, new HashSet<>(list)));
    return sets;
  }

  /** What a person is shown of an answer or error. */
  static String text(Object answer) {
    return switch (answer) {
      case TransactionCanceledException e -> shortened(e + " " + e.cancellationReasons());
      case ConditionalCheckFailedException e -> shortened(e + " " + e.item());
      default -> shortened(answer.toString());
    };
  }

  private static String shortened(String text) {
    return text.replaceAll("([hft])\\1{50,}", "$1...").replace("\u0000", "\\0");
  }

  /** A request as JSON, behind the name of its operation. */
  static String json(Object request) {
    String name = request.getClass().getSimpleName();
    try (StringWriter text = new StringWriter();
        JsonGenerator generator = new JsonFactory().createGenerator(text)) {
      Method write =
          Class.forName("dev.varve.dynamodb.api.json." + name + "Json")
              .getMethod("write", request.getClass(), JsonOut.class);
      write.invoke(null, request, new JsonOut(generator));
      generator.flush();
      return name + " " + shortened(text.toString());
    } catch (ReflectiveOperationException | IOException e) {
      throw new AssertionError(request.toString(), e);
    }
  }
}
