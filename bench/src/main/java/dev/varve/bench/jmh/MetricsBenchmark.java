package dev.varve.bench.jmh;

import dev.varve.dynamodb.MetricsOptions;
import dev.varve.dynamodb.TableDefinition;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.VarveOptions;
import dev.varve.dynamodb.api.ContributorInsightsAction;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.GetItemResult;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.PutItemResult;
import dev.varve.dynamodb.api.UpdateContributorInsights;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What do metrics and contributor insights cost a call? With {@code -prof gc} also in memory. Give
 * {@code -t 2} and more: all threads use one table.
 */
@State(Scope.Benchmark)
public class MetricsBenchmark extends ComponentBenchmark {
  private static final String TABLE = "items";

  /** What is switched on. */
  public enum Watched {
    NOTHING,
    METRICS,
    INSIGHTS,
    BOTH
  }

  @Param({"NOTHING", "METRICS", "INSIGHTS", "BOTH"})
  public Watched watched;

  /** How many keys there are, alike: insights have most to do where none stands out. */
  @Param("10000")
  public int keys;

  private Varve varve;
  private GetItem[] gets;
  private PutItem[] puts;

  /** Makes the table and its items. */
  @Setup
  public void open() throws IOException {
    boolean metrics = watched == Watched.METRICS || watched == Watched.BOTH;
    VarveOptions options = VarveOptions.defaults();
    varve = Varve.openInMemory(metrics ? options.withMetrics(MetricsOptions.defaults()) : options);
    varve.createTable(TableDefinition.named(TABLE).partitionKey("id", AttributeType.S).build());
    gets = new GetItem[keys];
    puts = new PutItem[keys];
    for (int i = 0; i < keys; i++) {
      Item item = Item.of("id", AttributeValue.s("key " + i));
      gets[i] = GetItem.of(TABLE, item);
      puts[i] = PutItem.of(TABLE, item);
      varve.putItem(puts[i]);
    }
    if (watched == Watched.INSIGHTS || watched == Watched.BOTH) {
      varve.updateContributorInsights(
          UpdateContributorInsights.builder()
              .tableName(TABLE)
              .contributorInsightsAction(ContributorInsightsAction.ENABLE)
              .build());
    }
  }

  @TearDown
  public void close() throws IOException {
    varve.close();
  }

  /** A GetItem. */
  @Benchmark
  public GetItemResult get() throws IOException {
    return varve.getItem(gets[ThreadLocalRandom.current().nextInt(keys)]);
  }

  /** A PutItem. */
  @Benchmark
  public PutItemResult put() throws IOException {
    return varve.putItem(puts[ThreadLocalRandom.current().nextInt(keys)]);
  }
}
