package dev.varve.bench.jmh;

import dev.varve.dynamodb.catalog.TableRecord;
import dev.varve.dynamodb.catalog.TableSettings;
import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.table.Place;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.throttle.Limits;
import dev.varve.dynamodb.throttle.Throttle;
import dev.varve.dynamodb.throttle.TokenThrottle;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.io.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What does throttling cost a call that is not throttled? Give {@code -t 2} and more: all threads
 * use the buckets of one table, and of one partition.
 */
@State(Scope.Benchmark)
public class ThrottleBenchmark extends ComponentBenchmark {
  /** More than any machine asks for. */
  private static final long PLENTY = 1_000_000_000;

  private final Throttle throttle =
      new TokenThrottle(
          new Limits(Duration.ofMinutes(5), PLENTY, PLENTY, PLENTY, PLENTY),
          Clock.SYSTEM,
          new Place("us-east-1", "000000000000"));
  private final Table table = table();
  private final ItemPartition partition = table.partitions().getFirst();
  private final byte[] key = new byte[24];

  private static Table table() {
    KeyElement key = new KeyElement("id", AttributeType.S);
    TableRecord record =
        new TableRecord(
            "t",
            2,
            0,
            key,
            null,
            List.of(new TableRecord.PartitionStart(2, 0)),
            List.of(),
            TableSettings.onDemand("t", 2, 0, List.of(key)));
    return Table.of(record, Path.of("benchmark"), Map.of());
  }

  /** A read of up to 4 KB. */
  @Benchmark
  public long read() {
    long admission = throttle.requireRead(table, partition, key);
    throttle.takeRead(table, partition, key, 0.5, admission);
    return admission;
  }

  /** A write of up to 1 KB of a table without global indexes. */
  @Benchmark
  public long write() {
    long admission = throttle.requireWrite(table, partition, key);
    throttle.requireIndexes(table, null, null, admission);
    throttle.takeWrite(table, partition, key, 1, admission);
    return admission;
  }
}
