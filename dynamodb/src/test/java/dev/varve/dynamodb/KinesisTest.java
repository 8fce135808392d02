package dev.varve.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.ApproximateCreationDateTimePrecision;
import dev.varve.dynamodb.api.DescribeKinesisStreamingDestination;
import dev.varve.dynamodb.api.DestinationStatus;
import dev.varve.dynamodb.api.EnableKinesisStreamingConfiguration;
import dev.varve.dynamodb.api.KinesisDataStreamDestination;
import dev.varve.dynamodb.api.KinesisStreamingDestinationInput;
import dev.varve.dynamodb.api.KinesisStreamingDestinationOutput;
import dev.varve.dynamodb.api.ResourceNotFoundException;
import dev.varve.dynamodb.api.StreamViewType;
import dev.varve.dynamodb.api.UpdateKinesisStreamingConfiguration;
import dev.varve.dynamodb.api.UpdateKinesisStreamingDestination;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.model.Endpoint;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.io.FileSystem;
import dev.varve.io.MemoryLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kinesis streaming destinations, at files and at an endpoint. */
class KinesisTest extends StreamFixture {
  private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/changes";
  private static final Pattern TEXT =
      Pattern.compile("\"NewImage\":\\{.*?\"text\":\\{\"S\":\"([^\"]*)\"");

  @TempDir private Path folder;
  private Path file;

  @Override
  @BeforeEach
  void open() throws IOException {
    open(new KinesisStreams.Folder(FileSystem.local(new MemoryLedger()), folder.resolve("k")));
    file = folder.resolve("k").resolve("changes.jsonl");
  }

  private void open(KinesisStreams streams) throws IOException {
    databases =
        new Databases(
            VarveOptions.defaults()
                .withEngine(Databases.SMALL)
                .withPartitionsPerTable(PARTITIONS)
                .withKinesis(streams),
            clock);
    varve = databases.varve();
    create(TABLE, null);
  }

  @Override
  @AfterEach
  void close() throws IOException {
    databases.close();
  }

  private static KinesisStreamingDestinationInput input(String arn) {
    return KinesisStreamingDestinationInput.builder().tableName(TABLE).streamArn(arn).build();
  }

  private void enable() throws IOException {
    varve.enableKinesisStreamingDestination(input(ARN));
  }

  private void disable() throws IOException {
    varve.disableKinesisStreamingDestination(input(ARN));
  }

  private List<KinesisDataStreamDestination> described() throws IOException {
    return varve
        .describeKinesisStreamingDestination(
            DescribeKinesisStreamingDestination.builder().tableName(TABLE).build())
        .kinesisDataStreamDestinations();
  }

  private List<String> lines() throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private List<String> awaitLines(int count) throws Exception {
    while (lines().size() < count) {
      Thread.sleep(1);
    }
    return lines();
  }

  /** The texts that items were given. */
  private static List<String> texts(List<String> lines) {
    List<String> texts = new ArrayList<>();
    for (String line : lines) {
      Matcher text = TEXT.matcher(line);
      if (text.find()) {
        texts.add(text.group(1));
      }
    }
    return texts;
  }

  @Test
  void aLineHasWhatTheServiceSends() throws Exception {
    KinesisStreamingDestinationOutput enabled = varve.enableKinesisStreamingDestination(input(ARN));
    assertEquals(DestinationStatus.ENABLING, enabled.destinationStatus().orElseThrow());
    assertEquals(ARN, enabled.streamArn().orElseThrow());
    put("a", "1");
    put("a", "1"); // no change
    set("a", "2");
    delete("a");
    List<String> lines = awaitLines(3);
    long now = clock.epochMillis();
    String id = lines.getFirst().replaceFirst(".*\"eventID\":\"([0-9a-f]{32})\".*", "$1");
    assertEquals(
        "{\"awsRegion\":\"us-east-1\",\"eventID\":\""
            + id
            + "\",\"eventName\":\"INSERT\",\"userIdentity\":null,"
            + "\"recordFormat\":\"application/json\",\"tableName\":\"people\","
            + "\"dynamodb\":{\"ApproximateCreationDateTime\":"
            + now
            + ",\"ApproximateCreationDateTimePrecision\":\"MILLISECOND\","
            + "\"Keys\":{\"id\":{\"S\":\"a\"}},"
            + "\"NewImage\":{\"id\":{\"S\":\"a\"},\"text\":{\"S\":\"1\"}},\"SizeBytes\":11},"
            + "\"eventSource\":\"aws:dynamodb\"}",
        lines.getFirst());
    assertTrue(lines.get(1).contains("\"eventName\":\"MODIFY\""), lines.get(1));
    assertTrue(lines.get(1).contains("\"OldImage\":{"), lines.get(1));
    assertTrue(lines.get(2).contains("\"eventName\":\"REMOVE\""), lines.get(2));
    assertEquals(3, lines.stream().distinct().count());
  }

  @Test
  void aDestinationIsBesideTheStreamOfItsTable() throws Exception {
    String stream = enable(TABLE, StreamViewType.KEYS_ONLY);
    enable();
    put("a", "1");
    assertEquals(1, records(stream).size());
    awaitLines(1);
    disable(TABLE);
    clock.advance(Duration.ofHours(30)); // logs are kept up, also where a table has none
    put("a", "2");
    awaitLines(2);
    disable();
    enable(TABLE, StreamViewType.NEW_IMAGE);
    put("a", "3");
    assertEquals(1, records(latestStream(TABLE)).size());
    assertEquals(List.of("1", "2"), texts(lines()));
  }

  @Test
  void changesComeInTheirOrderOverRestartsAndPowerLosses() throws Exception {
    enable();
    Random random = new Random(3);
    List<String> expected = new ArrayList<>();
    for (int round = 0; round < 20; round++) {
      int count = random.nextInt(40);
      for (int number = 0; number < count; number++) {
        String text = round + "." + number;
        put("item " + random.nextInt(5), text);
        expected.add(text);
      }
      varve =
          switch (round % 3) {
            case 0 -> databases.reopen();
            case 1 -> databases.kill();
            default -> databases.losePower(round);
          };
    }
    put("last", "last");
    expected.add("last");
    while (!texts(lines()).contains("last")) {
      Thread.sleep(1);
    }
    List<String> texts = texts(lines());
    assertEquals(expected, texts.stream().distinct().toList());
  }

  @Test
  void anUnfinishedLineIsCutOff() throws Exception {
    enable();
    put("a", "1");
    List<String> whole = awaitLines(1);
    Files.writeString(file, "{\"half\":\"" + "x".repeat(5000), StandardOpenOption.APPEND);
    put("a", "2");
    while (texts(lines()).size() < 2) {
      Thread.sleep(1);
    }
    assertEquals(2, lines().size());
    assertEquals(whole.getFirst(), lines().getFirst());
    Files.move(file, folder.resolve("away"));
    put("a", "3");
    assertEquals(List.of("3"), texts(awaitLines(1)));
  }

  @Test
  void statusesGoByWhatWasAskedFor() throws Exception {
    assertEquals(List.of(), described());
    varve.enableKinesisStreamingDestination(
        KinesisStreamingDestinationInput.builder()
            .tableName("arn:aws:dynamodb:us-east-1:000000000000:table/" + TABLE)
            .streamArn(ARN)
            .enableKinesisStreamingConfiguration(
                EnableKinesisStreamingConfiguration.builder()
                    .approximateCreationDateTimePrecision(
                        ApproximateCreationDateTimePrecision.MICROSECOND)
                    .build())
            .build());
    put("a", "1");
    String micros = clock.epochMillis() + "000";
    assertTrue(awaitLines(1).getFirst().contains("\"ApproximateCreationDateTime\":" + micros));
    KinesisDataStreamDestination described = described().getFirst();
    assertEquals(DestinationStatus.ACTIVE, described.destinationStatus().orElseThrow());
    assertEquals(
        ApproximateCreationDateTimePrecision.MICROSECOND,
        described.approximateCreationDateTimePrecision().orElseThrow());
    assertThrows(ValidationException.class, this::enable);
    UpdateKinesisStreamingDestination.Builder update =
        UpdateKinesisStreamingDestination.builder().tableName(TABLE).streamArn(ARN);
    assertThrows(
        ValidationException.class, () -> varve.updateKinesisStreamingDestination(update.build()));
    update.updateKinesisStreamingConfiguration(
        UpdateKinesisStreamingConfiguration.builder()
            .approximateCreationDateTimePrecision(ApproximateCreationDateTimePrecision.MICROSECOND)
            .build());
    assertThrows(
        ValidationException.class, () -> varve.updateKinesisStreamingDestination(update.build()));
    update.updateKinesisStreamingConfiguration(
        UpdateKinesisStreamingConfiguration.builder()
            .approximateCreationDateTimePrecision(ApproximateCreationDateTimePrecision.MILLISECOND)
            .build());
    assertEquals(
        DestinationStatus.UPDATING,
        varve.updateKinesisStreamingDestination(update.build()).destinationStatus().orElseThrow());
    varve = databases.reopen();
    assertEquals(
        ApproximateCreationDateTimePrecision.MILLISECOND,
        described().getFirst().approximateCreationDateTimePrecision().orElseThrow());
    disable();
    put("a", "unseen");
    assertEquals(
        DestinationStatus.DISABLED, described().getFirst().destinationStatus().orElseThrow());
    assertThrows(ValidationException.class, this::disable);
    enable();
    put("a", "2");
    awaitLines(2);
    assertEquals(List.of("1", "2"), texts(lines()));
    assertEquals(1, described().size());
  }

  @Test
  void whatIsWrongIsRefused() throws Exception {
    assertThrows(ValidationException.class, this::disable);
    assertThrows(
        ValidationException.class,
        () ->
            varve.enableKinesisStreamingDestination(
                input("arn:aws:kinesis:us-east-1:000000000000:stream/../../outside")));
    assertThrows(
        ResourceNotFoundException.class,
        () ->
            varve.enableKinesisStreamingDestination(
                input(ARN).toBuilder().tableName("nowhere").build()));
    assertThrows(
        ResourceNotFoundException.class,
        () ->
            varve.describeKinesisStreamingDestination(
                DescribeKinesisStreamingDestination.builder().tableName("nowhere").build()));
    assertEquals(List.of(), described());
    try (Varve plain = Varve.openInMemory()) {
      plain.createTable(TableDefinition.named(TABLE).partitionKey("id", AttributeType.S).build());
      assertThrows(
          ValidationException.class, () -> plain.enableKinesisStreamingDestination(input(ARN)));
    }
  }

  @Test
  void anEndpointThatIsDownLosesNothingForADay() throws Exception {
    close();
    try (Endpoint endpoint = new Endpoint()) {
      endpoint.answer(500, 500, 500);
      open(KinesisStreams.at(endpoint.uri("/streams")));
      enable();
      put("a", "1");
      while (endpoint.requests().size() < 4) {
        Thread.sleep(1);
      }
      Endpoint.Request last = endpoint.requests().getLast();
      assertEquals("POST /streams/changes HTTP/1.1", last.line());
      assertEquals(List.of("1"), texts(last.body().lines().toList()));

      endpoint.answer(Endpoint.NEVER);
      put("a", "too old");
      while (endpoint.requests().size() < 5) {
        Thread.sleep(1);
      }
      clock.advance(Duration.ofHours(25));
      put("a", "3");
      varve = databases.reopen(); // while the endpoint has the change
      while (!endpoint.requests().getLast().body().contains("\"3\"")) {
        Thread.sleep(1);
      }
      String body = endpoint.requests().getLast().body();
      assertEquals(List.of("3"), texts(body.lines().toList()));
    }
  }

  @Test
  void theChangesOfADeletedTableAreDelivered() throws Exception {
    enable();
    for (int number = 0; number < 50; number++) {
      put("item " + number, "text " + number);
    }
    varve.deleteTable(TABLE);
    assertEquals(50, awaitLines(50).size());
    create(TABLE, null);
    assertEquals(List.of(), described());
    put("a", "of another table");
    varve = databases.reopen();
    assertEquals(50, lines().size());
  }
}
