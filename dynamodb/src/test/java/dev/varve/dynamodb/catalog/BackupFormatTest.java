package dev.varve.dynamodb.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.BackupDescription;
import dev.varve.dynamodb.api.BackupDetails;
import dev.varve.dynamodb.api.BackupStatus;
import dev.varve.dynamodb.api.BackupType;
import dev.varve.dynamodb.api.KeySchemaElement;
import dev.varve.dynamodb.api.KeyType;
import dev.varve.dynamodb.api.ProvisionedThroughput;
import dev.varve.dynamodb.api.SourceTableDetails;
import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.model.FormatPage;
import dev.varve.dynamodb.stats.HashRange;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.io.CorruptionException;
import dev.varve.io.UnsupportedFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** docs/formats/catalog.md says what the code writes and reads of backups. */
class BackupFormatTest {
  private static final Path DATABASE = Path.of("db");
  private static final String ID = "01700000000000-9e3779b1";
  private static final long CREATED = 1_700_000_000_000L;

  private static final BackupRecord BACKUP =
      new BackupRecord(
          ID,
          6,
          BackupDescription.builder()
              .backupDetails(
                  BackupDetails.builder()
                      .backupArn("arn")
                      .backupName("one")
                      .backupStatus(BackupStatus.AVAILABLE)
                      .backupType(BackupType.USER)
                      .backupCreationDateTime(Instant.ofEpochMilli(CREATED))
                      .build())
              .sourceTableDetails(
                  SourceTableDetails.builder()
                      .tableName("notes")
                      .tableId("id")
                      .keySchema(KeySchemaElement.of("owner", KeyType.HASH))
                      .tableCreationDateTime(Instant.ofEpochMilli(CREATED))
                      .provisionedThroughput(new ProvisionedThroughput(0L, 0L))
                      .build())
              .build(),
          new TableRecord(
              "notes",
              2,
              CREATED,
              new KeyElement("owner", AttributeType.S),
              null,
              List.of(
                  new TableRecord.PartitionStart(6, 0),
                  new TableRecord.PartitionStart(7, 1L << 63)),
              List.of(),
              TableSettings.of(TableSettings.blank().tableId("id").build())),
          Map.of(6, 5L, 7, 300L));

  private static final PartitionDescriptor SECOND =
      new PartitionDescriptor.OfBackup(6, "notes", Optional.empty(), new HashRange(1L << 63, -1L));

  private static final PartitionDescriptor OF_INDEX =
      new PartitionDescriptor.OfBackup(6, "notes", Optional.of("byTag"), HashRange.ALL);

  private static BackupRecord backup(byte[] bytes) throws IOException {
    return BackupLayout.decode(ID, bytes, DATABASE);
  }

  private static PartitionDescriptor descriptor(byte[] bytes) throws IOException {
    return DescriptorLayout.decode(bytes, 7, DATABASE);
  }

  @Test
  void theExamplesOfThePageAreWrittenAndRead() throws IOException {
    FormatPage page = new FormatPage("catalog.md");
    assertEquals(page.example("backup-key"), FormatPage.spaced(CatalogLayout.backupKey(ID)));
    assertEquals(ID, CatalogLayout.backupId(FormatPage.bytes(page.example("backup-key"))));
    assertEquals(page.example("backup"), FormatPage.spaced(BackupLayout.encode(BACKUP)));
    assertEquals(BACKUP, backup(FormatPage.bytes(page.example("backup"))));
    assertEquals(
        page.example("backup-descriptor"), FormatPage.spaced(DescriptorLayout.encode(OF_INDEX)));
    assertEquals(OF_INDEX, descriptor(FormatPage.bytes(page.example("backup-descriptor"))));
    assertEquals(SECOND, descriptor(DescriptorLayout.encode(SECOND)));
  }

  @Test
  void shortenedRecordsAreCorruption() {
    byte[] bytes = BackupLayout.encode(BACKUP);
    int withoutCounts = bytes.length - 2 - CatalogLayout.countList(BACKUP.counts()).length;
    for (int length = 0; length < bytes.length; length++) {
      if (length != withoutCounts) {
        byte[] shorter = Arrays.copyOf(bytes, length);
        CorruptionException e =
            assertThrows(CorruptionException.class, () -> backup(shorter), "" + length);
        assertEquals("db", e.file());
      }
    }
  }

  @Test
  void laterFieldsArePassedOverOrRefuseTheDatabase() throws IOException {
    byte[] bytes = BackupLayout.encode(BACKUP);
    byte[] skippable = Arrays.copyOf(bytes, bytes.length + 2);
    skippable[bytes.length] = 64;
    assertEquals(BACKUP, backup(skippable));
    byte[] needed = skippable.clone();
    needed[bytes.length] = 63;
    UnsupportedFormatException refusal =
        assertThrows(UnsupportedFormatException.class, () -> backup(needed));
    assertTrue(
        refusal.getMessage().contains("field 63 in the record of backup " + ID),
        refusal.getMessage());
    bytes[0] = 2;
    assertThrows(UnsupportedFormatException.class, () -> backup(bytes));
  }

  /** Bytes that were changed are read, or refused by a typed error. */
  @Property(tries = 500)
  void changedBytesHaveATypedError(@ForAll long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] bytes = BackupLayout.encode(BACKUP);
    for (int change = random.nextInt(3); change >= 0; change--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    try {
      assertEquals(ID, backup(bytes).id());
    } catch (CorruptionException | UnsupportedFormatException typed) {
      assertTrue(
          typed.getMessage().contains("backup " + ID) || typed.getMessage().contains("table "),
          typed.getMessage());
    }
  }

  @Test
  void keysOfBackupsSortByTheirTime() {
    byte[] later = CatalogLayout.backupKey("01700000000001-00000000");
    assertTrue(Arrays.compareUnsigned(CatalogLayout.backupKey(ID), later) < 0);
    assertTrue(Arrays.compareUnsigned(CatalogLayout.FIRST_BACKUP_KEY, later) < 0);
    assertTrue(Arrays.compareUnsigned(later, CatalogLayout.BEHIND_BACKUP_KEYS) < 0);
    assertArrayEquals(("b" + ID).getBytes(StandardCharsets.US_ASCII), CatalogLayout.backupKey(ID));
  }
}
