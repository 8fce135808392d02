package dev.varve.dynamodb;

import dev.varve.dynamodb.fault.Faults;
import dev.varve.engine.Durability;
import dev.varve.engine.EngineOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * How a database runs. Immutable; nothing here is stored.
 *
 * @param durability when a write is acknowledged: after it survives a power loss ({@link
 *     Durability#SYNC}, the default), or after it survives the end of the process ({@link
 *     Durability#BUFFERED}, much faster)
 * @param partitionsPerTable how many partitions a table begins with unless its definition says
 *     otherwise, 1 to 1,024. Default 4. More spread writes and compactions further and cost a
 *     memtable each
 * @param engine options of the storage engine
 * @param region what stands in ARNs for the region. Default us-east-1
 * @param account what stands in ARNs for the account. Default 000000000000
 * @param delays how long tables are shown in transient states. Default not at all
 * @param indexLag for tests of programs: how far reads of indexes lag behind. Empty, the default,
 *     for not at all
 * @param collectionLimitBytes how large an item collection may become: all items of one partition
 *     key of a table with local indexes, with their entries there, in bytes as DynamoDB counts
 *     them. The service has {@link #SERVICE_COLLECTION_LIMIT_BYTES}. Empty, the default, for no
 *     limit: to keep to one, a collection is read whole when it is first written to
 * @param timeToLive when items are deleted that have expired
 * @param clock for tests of programs: what is taken for the time of day, by which items expire,
 *     request tokens and records of streams lapse, and tables are created; how long things take is
 *     told by the machine's clock. Empty, the default, for the machine's
 * @param throttling what is refused that exceeds the throughput of tables, global indexes and
 *     partitions. Empty, the default, for nothing
 * @param partitioning when partitions are split and merged
 * @param buckets where the buckets of exports and imports are. Empty, the default, for nowhere:
 *     both are refused
 * @param kinesis what stands for Kinesis. Empty, the default, for nothing: destinations there are
 *     refused
 * @param faults for tests of programs: what goes wrong with calls. Empty, the default, for nothing,
 *     which costs nothing
 * @param metrics the service's metrics, and alarms on them. Empty, the default, for none
 */
public record VarveOptions(
    Durability durability,
    int partitionsPerTable,
    EngineOptions engine,
    String region,
    String account,
    TableDelays delays,
    Optional<IndexReadLag> indexLag,
    OptionalLong collectionLimitBytes,
    TimeToLiveOptions timeToLive,
    Optional<InstantSource> clock,
    Optional<ThrottlingOptions> throttling,
    PartitioningOptions partitioning,
    Optional<BucketFolder> buckets,
    Optional<KinesisStreams> kinesis,
    Optional<Faults> faults,
    Optional<MetricsOptions> metrics) {
  /** The limit of item collections that the service has: 10 GB. */
  public static final long SERVICE_COLLECTION_LIMIT_BYTES = 10L << 30;

  private static final int DEFAULT_PARTITIONS = 4;
  private static final String DEFAULT_REGION = "us-east-1";
  private static final String DEFAULT_ACCOUNT = "000000000000";

  public VarveOptions {
    Objects.requireNonNull(durability, "durability");
    Objects.requireNonNull(engine, "engine");
    Objects.requireNonNull(delays, "delays");
    requireArnPart("region", region);
    requireArnPart("account", account);
    Objects.requireNonNull(indexLag, "indexLag");
    Objects.requireNonNull(collectionLimitBytes, "collectionLimitBytes");
    Objects.requireNonNull(timeToLive, "timeToLive");
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(throttling, "throttling");
    Objects.requireNonNull(partitioning, "partitioning");
    Objects.requireNonNull(buckets, "buckets");
    Objects.requireNonNull(kinesis, "kinesis");
    Objects.requireNonNull(faults, "faults");
    Objects.requireNonNull(metrics, "metrics");
    if (collectionLimitBytes.isPresent() && collectionLimitBytes.getAsLong() < 1) {
      throw new IllegalArgumentException(
          "collectionLimitBytes must be positive, not " + collectionLimitBytes.getAsLong());
    }
    if (partitionsPerTable < 1 || partitionsPerTable > TableDefinition.MAX_PARTITIONS) {
      throw new IllegalArgumentException(
          "partitionsPerTable must be 1 to "
              + TableDefinition.MAX_PARTITIONS
              + ", not "
              + partitionsPerTable);
    }
  }

  private static void requireArnPart(String name, String value) {
    if (!value.matches("[a-zA-Z0-9-]+")) {
      throw new IllegalArgumentException(name + " must be letters, digits and dashes: " + value);
    }
  }

  /**
   * How long tables are shown in the states that they go through, by the database's clock, so that
   * programs that wait for them can be tested. The work itself is done before the call returns.
   * None is negative.
   *
   * @param creating after CreateTable; for operations on items the table is not there yet
   * @param updating after UpdateTable
   * @param deleting after DeleteTable; for operations on items the table is gone at once
   */
  public record TableDelays(Duration creating, Duration updating, Duration deleting) {
    /** Only the answer of the call shows the state. */
    public static final TableDelays NONE =
        new TableDelays(Duration.ZERO, Duration.ZERO, Duration.ZERO);

    public TableDelays {
      if (creating.isNegative() || updating.isNegative() || deleting.isNegative()) {
        throw new IllegalArgumentException("a negative delay");
      }
    }
  }

  /** The defaults. */
  public static VarveOptions defaults() {
    return new VarveOptions(
        Durability.SYNC,
        DEFAULT_PARTITIONS,
        EngineOptions.defaults(),
        DEFAULT_REGION,
        DEFAULT_ACCOUNT,
        TableDelays.NONE,
        Optional.empty(),
        OptionalLong.empty(),
        TimeToLiveOptions.defaults(),
        Optional.empty(),
        Optional.empty(),
        PartitioningOptions.defaults(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  public VarveOptions withDurability(Durability value) {
    return with(draft -> draft.durability = value);
  }

  public VarveOptions withPartitionsPerTable(int value) {
    return with(draft -> draft.partitionsPerTable = value);
  }

  public VarveOptions withEngine(EngineOptions value) {
    return with(draft -> draft.engine = value);
  }

  public VarveOptions withRegion(String value) {
    return with(draft -> draft.region = value);
  }

  public VarveOptions withAccount(String value) {
    return with(draft -> draft.account = value);
  }

  public VarveOptions withDelays(TableDelays value) {
    return with(draft -> draft.delays = value);
  }

  public VarveOptions withIndexLag(Duration longest, long seed) {
    return with(draft -> draft.indexLag = Optional.of(new IndexReadLag(longest, seed)));
  }

  public VarveOptions withCollectionLimitBytes(long value) {
    return with(draft -> draft.collectionLimitBytes = OptionalLong.of(value));
  }

  public VarveOptions withTimeToLive(TimeToLiveOptions value) {
    return with(draft -> draft.timeToLive = value);
  }

  public VarveOptions withClock(InstantSource value) {
    return with(draft -> draft.clock = Optional.of(value));
  }

  public VarveOptions withThrottling(ThrottlingOptions value) {
    return with(draft -> draft.throttling = Optional.of(value));
  }

  public VarveOptions withPartitioning(PartitioningOptions value) {
    return with(draft -> draft.partitioning = value);
  }

  public VarveOptions withBuckets(BucketFolder value) {
    return with(draft -> draft.buckets = Optional.of(value));
  }

  public VarveOptions withKinesis(KinesisStreams value) {
    return with(draft -> draft.kinesis = Optional.of(value));
  }

  public VarveOptions withFaults(Faults value) {
    return with(draft -> draft.faults = Optional.of(value));
  }

  public VarveOptions withMetrics(MetricsOptions value) {
    return with(draft -> draft.metrics = Optional.of(value));
  }

  private VarveOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.options();
  }

  /** Options of which one is being changed. */
  private static final class Draft {
    private Durability durability;
    private int partitionsPerTable;
    private EngineOptions engine;
    private String region;
    private String account;
    private TableDelays delays;
    private Optional<IndexReadLag> indexLag;
    private OptionalLong collectionLimitBytes;
    private TimeToLiveOptions timeToLive;
    private Optional<InstantSource> clock;
    private Optional<ThrottlingOptions> throttling;
    private PartitioningOptions partitioning;
    private Optional<BucketFolder> buckets;
    private Optional<KinesisStreams> kinesis;
    private Optional<Faults> faults;
    private Optional<MetricsOptions> metrics;

    Draft(VarveOptions from) {
      durability = from.durability;
      partitionsPerTable = from.partitionsPerTable;
      engine = from.engine;
      region = from.region;
      account = from.account;
      delays = from.delays;
      indexLag = from.indexLag;
      collectionLimitBytes = from.collectionLimitBytes;
      timeToLive = from.timeToLive;
      clock = from.clock;
      throttling = from.throttling;
      partitioning = from.partitioning;
      buckets = from.buckets;
      kinesis = from.kinesis;
      faults = from.faults;
      metrics = from.metrics;
    }

    VarveOptions options() {
      return new VarveOptions(
          durability,
          partitionsPerTable,
          engine,
          region,
          account,
          delays,
          indexLag,
          collectionLimitBytes,
          timeToLive,
          clock,
          throttling,
          partitioning,
          buckets,
          kinesis,
          faults,
          metrics);
    }
  }
}
