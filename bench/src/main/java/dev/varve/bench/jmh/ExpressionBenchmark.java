package dev.varve.bench.jmh;

import dev.varve.dynamodb.expression.AttributeLookup;
import dev.varve.dynamodb.expression.Condition;
import dev.varve.dynamodb.expression.ConditionEvaluator;
import dev.varve.dynamodb.expression.ExpressionCache;
import dev.varve.dynamodb.expression.Expressions;
import dev.varve.dynamodb.expression.Projection;
import dev.varve.dynamodb.expression.Update;
import dev.varve.dynamodb.expression.UpdateApplier;
import dev.varve.dynamodb.expression.UpdateOutcome;
import dev.varve.dynamodb.expression.syntax.ConditionNode;
import dev.varve.dynamodb.expression.syntax.ExpressionKind;
import dev.varve.dynamodb.expression.syntax.Parser;
import dev.varve.dynamodb.expression.syntax.ProjectionNode;
import dev.varve.dynamodb.expression.syntax.UpdateNode;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What does an expression cost: to parse, which happens once per text; to bind to names and values,
 * once per request, the tree coming from the cache; to evaluate, once per item?
 */
@State(Scope.Thread)
public class ExpressionBenchmark extends ComponentBenchmark {
  private static final String CONDITION =
      "attribute_exists(cityId) AND population > :least AND (begins_with(#name, :start)"
          + " OR #location.lat BETWEEN :south AND :north)";
  private static final String UPDATE =
      "SET population = population + :more, #location.lat = :north REMOVE capital ADD visits :more";
  private static final String PROJECTION = "#name, population, #location.lat, adminCodes[0]";
  private static final Map<String, String> NAMES = Map.of("#name", "name", "#location", "location");
  private static final Map<String, AttributeValue> VALUES =
      Map.of(
          ":least", AttributeValue.n(1_000),
          ":start", AttributeValue.s("San"),
          ":south", AttributeValue.n(-20),
          ":north", AttributeValue.n(40),
          ":more", AttributeValue.n(1));

  /** How many items take turns. */
  @Param("4096")
  int keys;

  private final ExpressionCache cache = new ExpressionCache(16);
  private Condition condition;
  private Update update;
  private Projection projection;
  private List<Item> items;

  /** Loads the items and prepares what is evaluated. */
  @Setup
  public void prepare() throws IOException {
    items = BenchmarkItems.load(keys);
    condition = bindCondition();
    update = bindUpdate();
    projection = bindProjection();
  }

  /** A condition's text to its tree. */
  @Benchmark
  public ConditionNode parseCondition() {
    return Parser.condition(ExpressionKind.CONDITION, CONDITION);
  }

  /** An update's text to its tree. */
  @Benchmark
  public UpdateNode parseUpdate() {
    return Parser.update(UPDATE);
  }

  /** A projection's text to its tree. */
  @Benchmark
  public ProjectionNode parseProjection() {
    return Parser.projection(PROJECTION);
  }

  /** A condition made ready with a request's names and values. */
  @Benchmark
  public Condition bindCondition() {
    return new Expressions(cache, NAMES, VALUES).condition(CONDITION);
  }

  /** An update made ready. */
  @Benchmark
  public Update bindUpdate() {
    return new Expressions(cache, NAMES, VALUES).update(UPDATE);
  }

  /** A projection made ready. */
  @Benchmark
  public Projection bindProjection() {
    return new Expressions(cache, NAMES, VALUES).projection(PROJECTION);
  }

  /** Whether the condition holds for an item. */
  @Benchmark
  public boolean evaluateCondition(KeyWalk walk) {
    return ConditionEvaluator.test(condition, AttributeLookup.of(items.get(walk.number(keys))));
  }

  /** An item with the update applied. */
  @Benchmark
  public UpdateOutcome applyUpdate(KeyWalk walk) {
    Item item = items.get(walk.number(keys));
    return UpdateApplier.apply(update, item, item);
  }

  /** The part of an item that the projection asks for. */
  @Benchmark
  public Item selectProjection(KeyWalk walk) {
    return projection.select(items.get(walk.number(keys)));
  }
}
