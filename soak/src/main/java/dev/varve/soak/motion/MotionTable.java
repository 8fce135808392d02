package dev.varve.soak.motion;

import dev.varve.dynamodb.PartitioningOptions;
import dev.varve.dynamodb.TableDefinition;
import dev.varve.dynamodb.TimeToLiveOptions;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.VarveOptions;
import dev.varve.dynamodb.api.PointInTimeRecoverySpecification;
import dev.varve.dynamodb.api.StreamSpecification;
import dev.varve.dynamodb.api.StreamViewType;
import dev.varve.dynamodb.api.TimeToLiveSpecification;
import dev.varve.dynamodb.api.UpdateContinuousBackups;
import dev.varve.dynamodb.api.UpdateTable;
import dev.varve.dynamodb.api.UpdateTimeToLive;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Durability;
import dev.varve.soak.model.WrongAnswerException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The table of the soak, and its items. A key has versions that go up by one with each write, so
 * that an image tells which change came before.
 */
final class MotionTable {
  static final String NAME = "Motion";
  static final String INDEX = "ByVersion";
  static final String ID = "id";
  static final String VERSION = "version";
  static final String UNTIL = "until";

  /** Keys of items that expire begin with this. */
  static final String EXPIRING = "x";

  private static final String PAD = "padding";
  private static final int PAD_LENGTH = 100;
  private static final Duration SWEEPS = Duration.ofSeconds(1);
  private static final Duration LOOKS = Duration.ofMillis(500);

  /** So small that partitions are split by their size all the time, and merged again. */
  private static final long SPLIT_BYTES = 4L << 20;

  private MotionTable() {}

  static Varve open(Path directory) throws IOException {
    PartitioningOptions partitioning =
        PartitioningOptions.defaults()
            .withInterval(LOOKS)
            .withBytes(SPLIT_BYTES, SPLIT_BYTES / 4)
            .withHotOperations(1_000);
    return Varve.open(
        directory,
        VarveOptions.defaults()
            .withDurability(Durability.BUFFERED)
            .withPartitionsPerTable(2)
            .withPartitioning(partitioning)
            .withTimeToLive(TimeToLiveOptions.defaults().withSweepInterval(SWEEPS)));
  }

  /** Creates the table, with everything that can be in motion. */
  static void create(Varve varve) throws IOException {
    varve.createTable(
        TableDefinition.named(NAME)
            .partitionKey(ID, AttributeType.S)
            .globalIndex(INDEX, VERSION, AttributeType.N)
            .build());
    varve.updateTable(
        UpdateTable.named(NAME)
            .streamSpecification(new StreamSpecification(true, StreamViewType.NEW_AND_OLD_IMAGES))
            .build());
    varve.updateTimeToLive(new UpdateTimeToLive(NAME, new TimeToLiveSpecification(true, UNTIL)));
    varve.updateContinuousBackups(
        new UpdateContinuousBackups(NAME, new PointInTimeRecoverySpecification(true, null)));
  }

  static Item key(String id) {
    return Item.of(ID, AttributeValue.s(id));
  }

  static Item item(String id, long version) {
    return Item.of(
        Map.of(
            ID, AttributeValue.s(id),
            VERSION, AttributeValue.n(version),
            PAD, pad(id, version)));
  }

  /** What depends on key and version, and nothing else. */
  static AttributeValue pad(String id, long version) {
    String text = id + "=" + version + ";";
    return AttributeValue.s(text.repeat(PAD_LENGTH / text.length() + 1));
  }

  static String id(Item item) {
    return ((AttributeValue.S) item.get(ID)).value();
  }

  /** The version of a whole item, or 0 for none. */
  static long version(Item item) {
    if (item == null) {
      return 0;
    }
    long version = ((AttributeValue.N) item.get(VERSION)).value().longValueExact();
    if (!item.get(PAD).equals(pad(id(item), version))) {
      throw new WrongAnswerException("not an item of the soak: " + item);
    }
    return version;
  }
}
