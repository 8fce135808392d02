package dev.varve.dynamodb.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.GetResourcePolicyResult;
import dev.varve.dynamodb.api.StreamViewType;
import dev.varve.dynamodb.api.Tag;
import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.model.FormatPage;
import dev.varve.dynamodb.stats.HashRange;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.io.ByteWriter;
import dev.varve.io.CorruptionException;
import dev.varve.io.UnsupportedFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** docs/formats/catalog.md says what the code writes and reads. */
class CatalogFormatTest {
  private static final Path DATABASE = Path.of("db");
  private static final long CREATED = 1_700_000_000_000L;
  private static final KeyElement OWNER = new KeyElement("owner", AttributeType.S);
  private static final KeyElement AT = new KeyElement("at", AttributeType.N);

  /** As a release before indexes and settings wrote it. */
  private static final TableRecord PLAIN_NOTES =
      new TableRecord(
          "notes",
          2,
          CREATED,
          OWNER,
          AT,
          List.of(
              new TableRecord.PartitionStart(2, 0), new TableRecord.PartitionStart(3, 1L << 63)),
          List.of(),
          TableSettings.onDemand("notes", 2, CREATED, List.of(OWNER, AT)));

  private static final TableRecord NOTES =
      PLAIN_NOTES
          .withIndexes(
              List.of(
                  new IndexRecord(
                      "byTag",
                      3,
                      IndexRecord.Kind.GLOBAL,
                      List.of(new KeyElement("tag", AttributeType.S)),
                      List.of(),
                      ProjectionRecord.include(List.of("title")),
                      IndexRecord.Status.CREATING,
                      true,
                      List.of(new TableRecord.PartitionStart(4, 0))),
                  new IndexRecord(
                      "bySize",
                      4,
                      IndexRecord.Kind.LOCAL,
                      List.of(OWNER),
                      List.of(new KeyElement("size", AttributeType.N)),
                      ProjectionRecord.KEYS_ONLY,
                      IndexRecord.Status.ACTIVE,
                      false,
                      List.of(new TableRecord.PartitionStart(5, 0)))))
          .with(
              new TableSettings(
                  TableSettings.blank().tableId("id").deletionProtectionEnabled(true).build(),
                  List.of(new Tag("team", "a")),
                  Optional.of(new GetResourcePolicyResult(Optional.of("{}"), Optional.of("1"))),
                  List.of(300L)))
          .with(
              new TimeToLiveRecord(
                  "until", CREATED, TimeToLiveRecord.Status.ENABLED, OptionalInt.of(6)));
  private static final PartitionDescriptor SECOND =
      new PartitionDescriptor.OfItems(2, "notes", new HashRange(1L << 63, -1L));

  private static final PartitionDescriptor OF_INDEX =
      new PartitionDescriptor.OfIndexEntries(2, "notes", 3, "byTag", HashRange.ALL);

  private static final PartitionDescriptor OF_CHANGES =
      new PartitionDescriptor.OfChanges(2, "notes", HashRange.ALL);

  private static final ChangeLogRecord.ShardName FIRST_SHARD =
      new ChangeLogRecord.ShardName(CREATED + 500, 9);

  private static final ChangeLogRecord LOGS =
      ChangeLogRecord.of(PLAIN_NOTES)
          .with(
              new ChangeLogRecord.Stream(
                  CREATED, StreamViewType.KEYS_ONLY, OptionalLong.of(CREATED + 300), List.of()))
          .with(
              new ChangeLogRecord.Stream(
                  CREATED + 500,
                  StreamViewType.NEW_AND_OLD_IMAGES,
                  OptionalLong.empty(),
                  List.of(
                      new ChangeLogRecord.Shard(
                          FIRST_SHARD,
                          Optional.empty(),
                          HashRange.ALL,
                          301,
                          Optional.of(new ChangeLogRecord.ShardEnd(400, CREATED + 900))),
                      new ChangeLogRecord.Shard(
                          new ChangeLogRecord.ShardName(CREATED + 1000, 12),
                          Optional.of(FIRST_SHARD),
                          HashRange.ALL,
                          401,
                          Optional.empty()))));

  private static ChangeLogRecord logs(byte[] bytes) throws IOException {
    return ChangeLogLayout.decode(2, bytes, DATABASE);
  }

  private static TableRecord table(byte[] bytes) throws IOException {
    return TableRecordLayout.decode("notes", bytes, CatalogLayout.VERSION, DATABASE);
  }

  private static PartitionDescriptor descriptor(byte[] bytes) throws IOException {
    return DescriptorLayout.decode(bytes, 3, DATABASE);
  }

  private static Map<Integer, Long> counts(byte[] bytes) throws IOException {
    return CatalogLayout.decodeCounts(bytes, CatalogLayout.VERSION, DATABASE);
  }

  @Test
  void theExamplesOfThePageAreWrittenAndRead() throws IOException {
    FormatPage page = new FormatPage("catalog.md");
    byte[] key = FormatPage.bytes(page.example("table-key"));
    assertTrue(CatalogLayout.isTableKey(key));
    assertEquals("notes", CatalogLayout.tableName(key));
    assertEquals(page.example("table-key"), FormatPage.spaced(CatalogLayout.tableKey("notes")));

    assertEquals(page.example("table"), FormatPage.spaced(TableRecordLayout.encode(NOTES)));
    assertEquals(NOTES, table(FormatPage.bytes(page.example("table"))));
    assertEquals(PLAIN_NOTES, table(FormatPage.bytes(page.example("table-without-settings"))));

    Map<Integer, Long> counts = Map.of(2, 5L, 3, 300L);
    assertEquals(page.example("counts"), FormatPage.spaced(CatalogLayout.encodeCounts(counts)));
    assertEquals(counts, counts(FormatPage.bytes(page.example("counts"))));

    assertEquals(page.example("descriptor"), FormatPage.spaced(DescriptorLayout.encode(SECOND)));
    assertEquals(SECOND, descriptor(FormatPage.bytes(page.example("descriptor"))));
    assertEquals(
        page.example("index-descriptor"), FormatPage.spaced(DescriptorLayout.encode(OF_INDEX)));
    assertEquals(OF_INDEX, descriptor(FormatPage.bytes(page.example("index-descriptor"))));
    assertEquals(
        page.example("changes-descriptor"), FormatPage.spaced(DescriptorLayout.encode(OF_CHANGES)));
    assertEquals(OF_CHANGES, descriptor(FormatPage.bytes(page.example("changes-descriptor"))));
    PartitionDescriptor catalog = new PartitionDescriptor.OfCatalog();
    assertEquals(
        page.example("catalog-descriptor"), FormatPage.spaced(DescriptorLayout.encode(catalog)));
    assertEquals(catalog, descriptor(DescriptorLayout.encode(catalog)));
  }

  @Test
  void theLogsOfThePageAreWrittenAndRead() throws IOException {
    FormatPage page = new FormatPage("catalog.md");
    byte[] key = CatalogLayout.changeLogKey(2);
    assertEquals(page.example("change-logs-key"), FormatPage.spaced(key));
    assertEquals(2, CatalogLayout.numberedTable(key, DATABASE));
    assertThrows(
        CorruptionException.class,
        () -> CatalogLayout.numberedTable(Arrays.copyOf(key, 4), DATABASE));
    assertEquals(page.example("change-logs"), FormatPage.spaced(ChangeLogLayout.encode(LOGS)));
    assertEquals(LOGS, logs(FormatPage.bytes(page.example("change-logs"))));
    ChangeLogRecord none = new ChangeLogRecord(2, "notes", LOGS.partitionKey(), null, List.of());
    assertEquals(none, logs(ChangeLogLayout.encode(none)));
  }

  @Test
  void logsThatNoReleaseWritesAreCorruption() throws IOException {
    String logs = "change logs of table 2";
    List<ChangeLogRecord.Stream> streams = LOGS.streams();
    ChangeLogRecord.Stream enabled = streams.getLast();
    assertCorrupt(logs, ChangeLogLayout.encode(LOGS.withStreams(streams.reversed())));
    assertCorrupt(
        logs,
        ChangeLogLayout.encode(
            LOGS.withStreams(List.of(streams.getFirst(), streams.getFirst())))); // the same time
    assertCorrupt(
        logs,
        ChangeLogLayout.encode(
            LOGS.with(enabled.withShards(enabled.shards().reversed())))); // not in order
    assertCorrupt(
        logs,
        ChangeLogLayout.encode(
            LOGS.with(
                new ChangeLogRecord.Stream( // disabled, with an open shard
                    enabled.createdMillis(),
                    enabled.viewType(),
                    OptionalLong.of(CREATED),
                    enabled.shards()))));
    assertCorrupt(
        logs, record(1, 1, "61", 2, "01 61", 4, "09 01 01 01 01 02 01 05 04 00")); // its view
  }

  @Test
  void theDescriptorOfTheTokensIsAsTheirPageSays() throws IOException {
    String example = new FormatPage("token.md").example("token-descriptor");
    PartitionDescriptor tokens = new PartitionDescriptor.OfTokens();
    assertEquals(example, FormatPage.spaced(DescriptorLayout.encode(tokens)));
    assertEquals(tokens, descriptor(FormatPage.bytes(example)));
  }

  @Test
  void theDescriptorOfDeliveriesIsAsTheirPageSays() throws IOException {
    String example = new FormatPage("trigger.md").example("deliveries-descriptor");
    PartitionDescriptor deliveries = new PartitionDescriptor.OfDeliveries();
    assertEquals(example, FormatPage.spaced(DescriptorLayout.encode(deliveries)));
    assertEquals(deliveries, descriptor(FormatPage.bytes(example)));
  }

  @Test
  void theDescriptorOfAnExpiryIndexIsAsItsPageSays() throws IOException {
    String example = new FormatPage("expiry.md").example("expiry-descriptor");
    PartitionDescriptor expiry = new PartitionDescriptor.OfExpiry(2, "notes");
    assertEquals(example, FormatPage.spaced(DescriptorLayout.encode(expiry)));
    assertEquals(expiry, descriptor(FormatPage.bytes(example)));
  }

  @Test
  void timesToLiveOfEveryStatusAreReadAsWritten() throws IOException {
    TimeToLiveRecord building =
        new TimeToLiveRecord("at", 5, TimeToLiveRecord.Status.BUILDING, OptionalInt.of(300));
    for (TimeToLiveRecord record : List.of(building, building.built(), building.disabled(9))) {
      TableRecord table = PLAIN_NOTES.with(record);
      assertEquals(table, table(TableRecordLayout.encode(table)));
    }
  }

  /** Decodes bytes that may be wrong. */
  private interface Decoder {
    Object decode(byte[] bytes) throws IOException;
  }

  private static final Map<String, Decoder> DECODERS =
      Map.of(
          "record of table notes", CatalogFormatTest::table,
          "change logs of table 2", CatalogFormatTest::logs,
          "descriptor of partition 3", CatalogFormatTest::descriptor,
          "item counts", CatalogFormatTest::counts);

  private static byte[] valid(String record) {
    return switch (record) {
      case "record of table notes" -> TableRecordLayout.encode(NOTES);
      case "change logs of table 2" -> ChangeLogLayout.encode(LOGS);
      case "descriptor of partition 3" -> DescriptorLayout.encode(SECOND);
      default -> CatalogLayout.encodeCounts(Map.of(2, 5L, 3, 300L));
    };
  }

  private static void assertCorrupt(String record, byte[] bytes) {
    CorruptionException e =
        assertThrows(
            CorruptionException.class,
            () -> DECODERS.get(record).decode(bytes),
            () -> FormatPage.spaced(bytes));
    assertEquals("db", e.file());
    assertTrue(e.getMessage().contains(record), e.getMessage());
  }

  private static byte[] with(byte[] bytes, int... more) {
    byte[] longer = Arrays.copyOf(bytes, bytes.length + more.length);
    for (int i = 0; i < more.length; i++) {
      longer[bytes.length + i] = (byte) more[i];
    }
    return longer;
  }

  /** Lengths at which a field ends and the record has all that it must have: it is not shorter. */
  private static List<Integer> wholeLengths(String record) {
    return record.equals("record of table notes")
        ? List.of(0x2d, 0x8e, 0xe2, 0x109, 0x12b, 0x12f)
        : List.of();
  }

  @Test
  void shortenedRecordsAreCorruption() {
    for (String record : DECODERS.keySet()) {
      byte[] bytes = valid(record);
      for (int length = 0; length < bytes.length; length++) {
        if (!wholeLengths(record).contains(length)) {
          assertCorrupt(record, Arrays.copyOf(bytes, length));
        }
      }
      assertCorrupt(record, with(bytes, 70, 5, 0));
    }
  }

  @Test
  void aFieldStandsOnce() {
    for (String record : DECODERS.keySet()) {
      assertCorrupt(record, with(valid(record), 1, 1, 1));
      assertCorrupt(record, with(valid(record), 70, 0, 70, 0));
    }
  }

  @Test
  void aFieldThatMayBePassedOverIs() throws IOException {
    for (String record : DECODERS.keySet()) {
      byte[] bytes = valid(record);
      Object expected = DECODERS.get(record).decode(bytes);
      assertEquals(expected, DECODERS.get(record).decode(with(bytes, 64, 3, 1, 2, 3)));
      assertEquals(expected, DECODERS.get(record).decode(with(bytes, 0xff, 0x7f, 0)));
    }
  }

  private static void assertUnsupported(String record, String found, byte[] bytes) {
    UnsupportedFormatException e =
        assertThrows(UnsupportedFormatException.class, () -> DECODERS.get(record).decode(bytes));
    assertTrue(e.getMessage().contains("db has " + found), e.getMessage());
  }

  @Test
  void aFieldThatMustBeUnderstoodRefusesTheDatabase() {
    for (String record : DECODERS.keySet()) {
      assertUnsupported(record, "field 63 in the " + record, with(valid(record), 63, 0));
      assertUnsupported(record, "field 0 in the " + record, with(valid(record), 0, 0));
    }
  }

  @Test
  void aNewerVersionIsRefusedAndNoVersionIsCorruption() {
    for (String record : DECODERS.keySet()) {
      byte[] bytes = valid(record);
      bytes[0] = 9;
      assertUnsupported(record, record + " of format version 9", bytes);
      bytes[0] = 0;
      assertCorrupt(record, bytes);
    }
  }

  /** A record of the fields that each pair of a tag and its value makes. */
  private static byte[] record(int version, Object... fields) {
    ByteWriter out = TaggedFields.begin(version);
    for (int i = 0; i < fields.length; i += 2) {
      TaggedFields.put(out, (int) fields[i], FormatPage.bytes((String) fields[i + 1]));
    }
    return out.toByteArray();
  }

  @Test
  void valuesThatNoReleaseWritesAreCorruption() throws IOException {
    String table = "record of table notes";
    String key = "01 61"; // S "a"
    String partitions = "02 00 00 00 00 00 00 00 00";
    assertEquals(
        "a", table(record(2, 1, "02", 2, "00", 3, key, 5, partitions)).partitionKey().name());
    assertCorrupt(table, record(2, 1, "02", 2, "00", 5, partitions)); // no key
    assertCorrupt(table, record(2, 1, "02", 2, "00", 3, "04 61", 5, partitions)); // its type
    assertCorrupt(table, record(2, 1, "02", 2, "00", 3, "01", 5, partitions)); // its name
    assertCorrupt(table, record(2, 1, "02", 2, "00", 3, "01 ff", 5, partitions)); // no UTF-8
    assertCorrupt(
        table, record(2, 1, "02", 2, "00", 3, "01" + " 61".repeat(256), 5, partitions)); // too long
    assertCorrupt(table, record(2, 1, "02", 2, "00", 3, key, 4, key, 5, partitions)); // same name
    assertCorrupt(table, record(2, 1, "02 00", 2, "00", 3, key, 5, partitions)); // too long
    assertCorrupt(table, record(2, 1, "02", 2, "00", 3, key)); // no partitions
    assertCorrupt(
        table, record(2, 1, "02", 2, "00", 3, key, 5, "02 01 00 00 00 00 00 00 00")); // not from 0
    assertCorrupt(
        table, record(2, 1, "02", 2, "00", 3, key, 5, partitions + " " + partitions)); // twice 0
    String description = "7b 7d"; // "{}", where sizes are missing
    assertCorrupt(table, record(2, 1, "02", 2, "00", 3, key, 5, partitions, 7, description));
    assertCorrupt(table, record(2, 1, "02", 2, "00", 3, key, 5, partitions, 7, "7b")); // "{"
    assertCorrupt(table, record(2, 1, "02", 2, "00", 3, key, 5, partitions, 7, "31")); // "1"
    assertCorrupt(table, record(2, 1, "02", 2, "00", 3, key, 5, partitions, 7, "")); // nothing
    String[] timesToLive = {
      "04 00 61", // a status
      "02 00 03", // no attribute
      "03 00 ff", // no UTF-8
      "03 80", // no time
    };
    for (String timeToLive : timesToLive) {
      assertCorrupt(table, record(2, 1, "02", 2, "00", 3, key, 5, partitions, 12, timeToLive));
    }
    String descriptor = "descriptor of partition 3";
    assertCorrupt(descriptor, record(1, 1, "06", 2, "02")); // no table's name
    assertCorrupt(descriptor, record(1, 2, "02")); // no role
    assertCorrupt(descriptor, record(1, 1, "02", 2, "02", 3, "61")); // no hashes
    assertCorrupt(
        descriptor, record(1, 1, "02", 2, "02", 3, "61", 4, "01" + " 00".repeat(15))); // backward
    assertCorrupt("item counts", record(2, 1, "02 05 02 05")); // twice the same
  }

  private static String index(Object... fields) {
    byte[] index = record(1, fields);
    return FormatPage.spaced(new ByteWriter(64).putLengthPrefixed(index).toByteArray());
  }

  private static byte[] tableWith(String indexes) {
    return record(2, 1, "02", 2, "00", 3, "01 61", 5, "02 00 00 00 00 00 00 00 00", 6, indexes);
  }

  @Test
  void indexesThatNoReleaseWritesAreCorruption() throws IOException {
    String table = "record of table notes";
    String keys = "02 01 62"; // S "b"
    String partitions = "03 00 00 00 00 00 00 00 00";
    String good = index(1, "03", 2, "69", 3, "01", 4, keys, 6, "01", 7, "03", 8, partitions);
    assertEquals("i", table(tableWith(good)).indexes().getFirst().name());
    assertCorrupt(table, tableWith(good + " " + good)); // the same name
    assertCorrupt(table, tableWith(good.substring(0, good.length() - 3))); // cut off
    String[][] wrong = {
      {"01", "03", keys, "01", "04", partitions}, // its status
      {"01", "03", keys, "04", "03", partitions}, // its projection
      {"01", "03", keys, "02 01 63", "03", partitions}, // an attribute beside the keys alone
      {"03", "03", keys, "01", "03", partitions}, // its kind
      {"02", "03", keys, "01", "03", partitions}, // local without a sort key
      {"01", "03", (keys + " ").repeat(5).strip(), "01", "03", partitions}, // five attributes
      {"01", "03", "", "01", "03", partitions}, // none
      {"01", "03", keys, "01", "03", ""}, // no partitions
    };
    for (String[] fields : wrong) {
      assertCorrupt(
          table,
          tableWith(
              index(
                  1, fields[1], 2, "69", 3, fields[0], 4, fields[2], 6, fields[3], 7, fields[4], 8,
                  fields[5])));
    }
    assertUnsupported(
        table,
        "field 9 in the index 1 in the record of table notes",
        tableWith(index(9, "", 2, "69")));
  }

  /** Bytes that were changed are read, or refused by a typed error. */
  @Property(tries = 1000)
  void changedBytesHaveATypedError(@ForAll long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    for (Map.Entry<String, Decoder> entry : DECODERS.entrySet()) {
      byte[] bytes = valid(entry.getKey());
      for (int change = random.nextInt(3); change >= 0; change--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        entry.getValue().decode(bytes);
      } catch (CorruptionException | UnsupportedFormatException typed) {
        assertTrue(typed.getMessage().contains(entry.getKey()), typed.getMessage());
      }
    }
  }
}
