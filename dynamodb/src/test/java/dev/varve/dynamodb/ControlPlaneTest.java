package dev.varve.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.BillingMode;
import dev.varve.dynamodb.api.DeleteGlobalSecondaryIndexAction;
import dev.varve.dynamodb.api.DeleteTable;
import dev.varve.dynamodb.api.DescribeTable;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.GlobalSecondaryIndexUpdate;
import dev.varve.dynamodb.api.IndexStatus;
import dev.varve.dynamodb.api.ListTables;
import dev.varve.dynamodb.api.ListTagsOfResource;
import dev.varve.dynamodb.api.ProvisionedThroughput;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.ResourceInUseException;
import dev.varve.dynamodb.api.ResourceNotFoundException;
import dev.varve.dynamodb.api.TableClass;
import dev.varve.dynamodb.api.TableDescription;
import dev.varve.dynamodb.api.TableStatus;
import dev.varve.dynamodb.api.Tag;
import dev.varve.dynamodb.api.TagResource;
import dev.varve.dynamodb.api.UpdateTable;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.io.Clock;
import dev.varve.io.Env;
import dev.varve.io.MemoryLedger;
import dev.varve.io.Scheduler;
import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * States of tables by a clock that only the test moves, and what a power loss leaves of changes.
 */
class ControlPlaneTest {
  private static final Path DIRECTORY = Path.of("/db");
  private static final String NAME = "cities";
  private static final Item KEY = Item.of("id", AttributeValue.s("a"));

  /** A clock that stands still. */
  private static final class StandingClock implements Clock {
    private final AtomicLong millis = new AtomicLong(1_700_000_000_000L);

    void advance(Duration time) {
      millis.addAndGet(time.toMillis());
    }

    @Override
    public long nanoTime() {
      return TimeUnit.MILLISECONDS.toNanos(millis.get());
    }

    @Override
    public long epochMillis() {
      return millis.get();
    }
  }

  private final StandingClock clock = new StandingClock();
  private final MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
  private VarveOptions options =
      VarveOptions.defaults()
          .withEngine(Databases.SMALL)
          .withRegion("eu-central-1")
          .withAccount("123456789012")
          .withDelays(
              new VarveOptions.TableDelays(
                  Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(3)));
  private Scheduler scheduler;
  private Varve varve;

  @BeforeEach
  void open() throws IOException {
    scheduler = Env.system(1).scheduler();
    varve = Varve.open(files.env(clock, scheduler), DIRECTORY, options);
  }

  @AfterEach
  void close() throws IOException {
    varve.close();
    scheduler.close();
  }

  private void reopen() throws IOException {
    close();
    open();
  }

  private static TableDefinition.Builder definition() {
    return TableDefinition.named(NAME).partitionKey("id", AttributeType.S).partitions(2);
  }

  private TableDescription describe() throws IOException {
    return varve.describeTable(new DescribeTable(NAME)).table();
  }

  private void create(TableDefinition.Builder definition) throws IOException {
    varve.createTable(definition.build());
    clock.advance(Duration.ofSeconds(10));
  }

  private UpdateTable ofClass(TableClass value) {
    return UpdateTable.named(NAME).tableClass(value).build();
  }

  @Test
  void aTableThatIsBeingCreatedHasNoItemsAndIsNotChanged() throws IOException {
    varve.createTable(definition().build());
    assertEquals(TableStatus.CREATING, describe().tableStatus());
    assertEquals("arn:aws:dynamodb:eu-central-1:123456789012:table/" + NAME, describe().tableArn());
    assertEquals(List.of(NAME), varve.listTables(ListTables.builder().build()).tableNames());
    assertThrows(ResourceNotFoundException.class, () -> varve.putItem(PutItem.of(NAME, KEY)));
    assertThrows(ResourceNotFoundException.class, () -> varve.getItem(GetItem.of(NAME, KEY)));
    String inUse =
        "Attempt to change a resource which is still in use: Table is being created: " + NAME;
    DatabaseFixture.assertRefused(
        ResourceInUseException.class,
        inUse,
        () -> varve.updateTable(ofClass(TableClass.STANDARD_INFREQUENT_ACCESS)));
    DatabaseFixture.assertRefused(
        ResourceInUseException.class, inUse, () -> varve.deleteTable(new DeleteTable(NAME)));
    DatabaseFixture.assertRefused(
        ResourceInUseException.class,
        "Table already exists: " + NAME,
        () -> varve.createTable(definition().build()));
    clock.advance(Duration.ofSeconds(9));
    assertEquals(TableStatus.CREATING, describe().tableStatus());
    clock.advance(Duration.ofSeconds(1));
    assertEquals(TableStatus.ACTIVE, describe().tableStatus());
    varve.putItem(PutItem.of(NAME, KEY));
  }

  @Test
  void aTableThatIsBeingUpdatedHasItemsAndIsNotChangedAgain() throws IOException {
    create(definition());
    assertEquals(
        TableStatus.UPDATING,
        varve
            .updateTable(ofClass(TableClass.STANDARD_INFREQUENT_ACCESS))
            .tableDescription()
            .tableStatus());
    varve.putItem(PutItem.of(NAME, KEY));
    assertTrue(varve.getItem(GetItem.of(NAME, KEY)).item().isPresent());
    String inUse =
        "Attempt to change a resource which is still in use: Table is being updated: " + NAME;
    DatabaseFixture.assertRefused(
        ResourceInUseException.class, inUse, () -> varve.updateTable(ofClass(TableClass.STANDARD)));
    DatabaseFixture.assertRefused(
        ResourceInUseException.class, inUse, () -> varve.deleteTable(new DeleteTable(NAME)));
    DatabaseFixture.assertRefused(
        ResourceInUseException.class, inUse, () -> varve.deleteTable(NAME));
    clock.advance(Duration.ofSeconds(5));
    varve.deleteTable(new DeleteTable(NAME));
  }

  @Test
  void aTableThatIsBeingDeletedIsShownAndHasNoItems() throws IOException {
    create(definition());
    varve.putItem(PutItem.of(NAME, KEY));
    varve.deleteTable(new DeleteTable(NAME));
    assertEquals(TableStatus.DELETING, describe().tableStatus());
    assertEquals(List.of(), describe().keySchema());
    assertEquals(List.of(NAME), varve.listTables(ListTables.builder().build()).tableNames());
    assertEquals(
        TableStatus.DELETING,
        varve.deleteTable(new DeleteTable(NAME)).tableDescription().tableStatus());
    assertThrows(ResourceNotFoundException.class, () -> varve.getItem(GetItem.of(NAME, KEY)));
    DatabaseFixture.assertRefused(
        ResourceInUseException.class,
        "Attempt to change a resource which is still in use: Table is being deleted: " + NAME,
        () -> varve.updateTable(ofClass(TableClass.STANDARD)));
    assertThrows(ResourceInUseException.class, () -> varve.createTable(definition().build()));
    clock.advance(Duration.ofSeconds(3));
    assertThrows(ResourceNotFoundException.class, this::describe);
    assertEquals(List.of(), varve.listTables(ListTables.builder().build()).tableNames());
    varve.createTable(definition().build());
  }

  @Test
  void aDeletedTableIsGoneWhenTheDatabaseIsOpenedAgainAndACreatedOneIsThere() throws IOException {
    create(definition());
    varve.deleteTable(new DeleteTable(NAME));
    varve.createTable(TableDefinition.named("other").partitionKey("id", AttributeType.S).build());
    reopen();
    assertEquals(List.of("other"), varve.listTables(ListTables.builder().build()).tableNames());
    assertEquals(
        TableStatus.ACTIVE, varve.describeTable(new DescribeTable("other")).table().tableStatus());
  }

  @Test
  void anIndexThatIsDeletedIsShownForAWhile() throws IOException {
    create(definition().globalIndex("byName", "name", AttributeType.S));
    varve.updateTable(
        UpdateTable.named(NAME)
            .globalSecondaryIndexUpdates(
                GlobalSecondaryIndexUpdate.builder()
                    .delete(new DeleteGlobalSecondaryIndexAction("byName"))
                    .build())
            .build());
    assertEquals(
        IndexStatus.DELETING,
        describe().globalSecondaryIndexes().getFirst().indexStatus().orElseThrow());
    clock.advance(Duration.ofSeconds(5));
    assertEquals(List.of(), describe().globalSecondaryIndexes());
  }

  @Test
  void decreasesOfYesterdayDoNotCount() throws IOException {
    create(definition());
    varve.updateTable(
        UpdateTable.named(NAME)
            .billingMode(BillingMode.PROVISIONED)
            .provisionedThroughput(new ProvisionedThroughput(5L, 5L))
            .build());
    clock.advance(Duration.ofSeconds(5));
    varve.updateTable(
        UpdateTable.named(NAME).provisionedThroughput(new ProvisionedThroughput(4L, 5L)).build());
    assertEquals(1, decreases());
    clock.advance(Duration.ofHours(24));
    assertEquals(0, decreases());
  }

  private long decreases() throws IOException {
    return describe().provisionedThroughput().orElseThrow().numberOfDecreasesToday().orElseThrow();
  }

  @Test
  void aTableKeepsItsIdAndANewOneOfItsNameHasAnother() throws IOException {
    create(definition());
    String id = describe().tableId();
    reopen();
    assertEquals(id, describe().tableId());
    varve.deleteTable(NAME);
    clock.advance(Duration.ofSeconds(3));
    create(definition());
    assertNotEquals(id, describe().tableId());
  }

  @Test
  void whatATableIsDefinedAsHasItsIndexes() throws IOException {
    TableDefinition defined =
        TableDefinition.named(NAME)
            .partitionKey("id", AttributeType.S)
            .sortKey("at", AttributeType.N)
            .localIndex("bySize", "size", AttributeType.N)
            .globalIndex("byName", "name", AttributeType.S, "at", AttributeType.N)
            .index(
                IndexDefinition.global("tags", new KeyAttribute("tag", AttributeType.B)).keysOnly())
            .partitions(1)
            .build();
    assertTrue(varve.createTableIfMissing(defined));
    assertFalse(varve.createTableIfMissing(defined));
    assertEquals(defined, varve.tableDefinition(NAME));
    TableDefinition other =
        TableDefinition.named(NAME)
            .partitionKey("id", AttributeType.S)
            .sortKey("at", AttributeType.N)
            .localIndex("bySize", "size", AttributeType.S)
            .build();
    ResourceInUseException e =
        assertThrows(ResourceInUseException.class, () -> varve.createTableIfMissing(other));
    assertTrue(e.getMessage().contains("its index bySize is"), e.getMessage());
  }

  @Test
  void aPowerLossTakesNoChangeThatWasAcknowledged() throws IOException {
    options = options.withDelays(VarveOptions.TableDelays.NONE);
    reopen();
    varve.createTable(definition().globalIndex("byName", "name", AttributeType.S).build());
    String arn = describe().tableArn();
    for (int seed = 0; seed < 20; seed++) {
      String value = "v" + seed;
      varve.tagResource(
          TagResource.builder().resourceArn(arn).tags(new Tag("seed", value)).build());
      MemoryFileSystem left = files.crash(seed);
      Scheduler other = Env.system(1).scheduler();
      try (Varve after = Varve.open(left.env(clock, other), DIRECTORY, options)) {
        assertEquals(
            List.of(new Tag("seed", value)),
            after.listTagsOfResource(ListTagsOfResource.builder().resourceArn(arn).build()).tags());
        after.updateTable(
            UpdateTable.named(NAME)
                .globalSecondaryIndexUpdates(
                    GlobalSecondaryIndexUpdate.builder()
                        .delete(new DeleteGlobalSecondaryIndexAction("byName"))
                        .build())
                .build());
        Scheduler third = Env.system(1).scheduler();
        try (Varve last = Varve.open(left.crash(seed).env(clock, third), DIRECTORY, options)) {
          assertEquals(
              List.of(),
              last.describeTable(new DescribeTable(NAME)).table().globalSecondaryIndexes());
        } finally {
          third.close();
        }
        after.deleteTable(NAME);
      } finally {
        other.close();
      }
    }
  }
}
