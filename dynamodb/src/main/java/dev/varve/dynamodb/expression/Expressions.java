package dev.varve.dynamodb.expression;

import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.syntax.ConditionNode;
import dev.varve.dynamodb.expression.syntax.ExpressionKind;
import dev.varve.dynamodb.expression.syntax.PathNode;
import dev.varve.dynamodb.expression.syntax.UpdateNode;
import dev.varve.dynamodb.value.AttributeValue;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The expressions of one request (or one action of a transaction, or one table of a batch): each is
 * parsed, gets its names and values and is checked; at the end {@link #requireAllUsed()} checks
 * that all placeholders were needed.
 *
 * <p>All methods throw {@link ValidationException} with DynamoDB's message. Call them in the order
 * in which the operation reports errors: an update before the condition of the same request, and so
 * on. For one thread; the results are immutable.
 */
public final class Expressions {
  private static final Expressions NONE =
      new Expressions(new ExpressionCache(1), Map.of(), Map.of());

  private final ExpressionCache cache;
  private final Placeholders placeholders;

  /**
   * Checks the placeholders of a request.
   *
   * @param names the attribute names for which {@code #name} placeholders stand. Not to be changed
   *     while this lives
   * @param values the values for which {@code :value} placeholders stand. Not to be changed while
   *     this lives
   * @throws ValidationException if a key is not a placeholder, a name is empty, a value is nested
   *     too deeply, a string holds half a surrogate pair, or names and values together are larger
   *     than 2 MB
   */
  public Expressions(
      ExpressionCache cache, Map<String, String> names, Map<String, AttributeValue> values) {
    this.cache = cache;
    this.placeholders = new Placeholders(names, values);
  }

  /**
   * Those of a statement, which come as trees and not as texts; parameters and errors as above.
   *
   * @throws ValidationException as the constructor
   */
  public static Expressions ofTrees(Map<String, String> names, Map<String, AttributeValue> values) {
    return new Expressions(NONE.cache, names, values);
  }

  /** Those of a request without any: shared, so not to be given one. */
  public static Expressions none() {
    return NONE;
  }

  /**
   * Checks that a request without any expression has no placeholders for names either. Comes before
   * all other checks of what a request says.
   *
   * @param names null for none
   * @throws ValidationException if it has some, or a map for some
   */
  public static void requireNoNames(Map<String, String> names) {
    if (names != null) {
      throw new ValidationException(
          "ExpressionAttributeNames can only be specified when using expressions");
    }
  }

  /**
   * Checks that a request without any expression that may contain values has no placeholders for
   * them either. Comes behind {@link #requireNoNames}.
   *
   * @param values null for none
   * @param absent the parameters that are missing, e.g. {@code UpdateExpression and
   *     ConditionExpression are null}
   * @throws ValidationException if it has some, or a map for some
   */
  public static void requireNoValues(Map<String, AttributeValue> values, String absent) {
    if (values != null) {
      throw new ValidationException(
          "ExpressionAttributeValues can only be specified when using expressions: " + absent);
    }
  }

  /** The {@code ConditionExpression} of a write. */
  public Condition condition(String text) {
    return condition(ExpressionKind.CONDITION, text);
  }

  /** The {@code FilterExpression} of a Query or Scan. */
  public Condition filter(String text) {
    return condition(ExpressionKind.FILTER, text);
  }

  /**
   * The {@code KeyConditionExpression} of a Query, as far as every condition goes: whether it is
   * one about keys is found by {@link #keyTerms}, which comes after the other expressions of the
   * request.
   */
  public Condition keyCondition(String text) {
    return condition(ExpressionKind.KEY_CONDITION, text);
  }

  /** The {@code UpdateExpression} of an UpdateItem. */
  public Update update(String text) {
    return update(cache.update(text));
  }

  /** A {@code ProjectionExpression}. */
  public Projection projection(String text) {
    List<PathNode> nodes = cache.projection(text).paths();
    List<DocumentPath> paths =
        nodes.stream().map(node -> placeholders.path(ExpressionKind.PROJECTION, node)).toList();
    PathTargets.requireIndependent(ExpressionKind.PROJECTION, paths);
    return new Projection(paths);
  }

  /**
   * A condition that comes as a tree.
   *
   * @param kind whose place the condition has, for errors
   */
  public Condition condition(ExpressionKind kind, ConditionNode tree) {
    return new ConditionBinder(kind, placeholders).bind(tree);
  }

  /** An update that comes as a tree. */
  public Update update(UpdateNode tree) {
    return new UpdateBinder(placeholders).bind(tree);
  }

  /** Paths that come as trees, each to be read by itself: they may overlap. */
  public List<DocumentPath> paths(List<PathNode> trees) {
    return trees.stream().map(tree -> placeholders.path(ExpressionKind.PROJECTION, tree)).toList();
  }

  /**
   * Checks that the expressions so far used every placeholder of the request.
   *
   * @throws ValidationException listing those that were not
   */
  public void requireAllUsed() {
    placeholders.requireAllUsed();
  }

  /**
   * Checks that no path of the expressions so far goes into a key attribute, which is never a map
   * or a list.
   *
   * @param keyAttributes the names of the table's key attributes, the partition key's first
   * @throws ValidationException naming the first key attribute into which a path goes
   */
  public void requireKeysWhole(List<String> keyAttributes) {
    placeholders.requireKeysWhole(keyAttributes, "Key");
  }

  /**
   * {@link #requireKeysWhole} for the key attributes of an index.
   *
   * @throws ValidationException naming the first key attribute into which a path goes
   */
  public void requireIndexKeysWhole(List<String> keyAttributes) {
    placeholders.requireKeysWhole(keyAttributes, "IndexKey");
  }

  /**
   * The terms of a key condition.
   *
   * @throws ValidationException if {@code keyCondition} has another shape than a Query can use
   */
  public static KeyConditionTerms keyTerms(Condition keyCondition) {
    return KeyConditionTerms.of(keyCondition);
  }

  /**
   * Checks that the filter of a Query leaves the key alone.
   *
   * @param parameter the filter's name in the message: {@code Filter Expression} or {@code
   *     QueryFilter}
   * @param keyAttributes the names of the key attributes of the table or index that is queried
   * @throws ValidationException naming the first key attribute in the filter
   */
  public static void requireKeyUnfiltered(
      String parameter, Condition filter, Collection<String> keyAttributes) {
    filter
        .paths()
        .map(DocumentPath::attributeName)
        .filter(keyAttributes::contains)
        .findFirst()
        .ifPresent(name -> {
          throw new ValidationException(
              parameter
                  + " can only contain non-primary key attributes: Primary key attribute: "
                  + name);
        });
  }

  private Condition condition(ExpressionKind kind, String text) {
    return condition(kind, cache.condition(kind, text));
  }
}
