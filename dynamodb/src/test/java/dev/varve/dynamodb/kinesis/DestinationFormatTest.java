package dev.varve.dynamodb.kinesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.varve.dynamodb.api.ApproximateCreationDateTimePrecision;
import dev.varve.dynamodb.changes.ChangeLogs;
import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.model.FormatPage;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.io.CorruptionException;
import dev.varve.io.UnsupportedFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** docs/formats/trigger.md says what the code writes and reads of destinations. */
class DestinationFormatTest {
  private static final Path DATABASE = Path.of("db");

  private static final DestinationRecord DESTINATION =
      new DestinationRecord(
          1,
          2,
          "people",
          new KeyElement("id", AttributeType.S),
          null,
          "arn:aws:kinesis:us-east-1:000000000000:stream/s",
          ApproximateCreationDateTimePrecision.MILLISECOND,
          DestinationRecord.Change.ENABLED,
          1_700_000_000_000L);

  @Test
  void theExamplesOfThePageAreWrittenAndRead() throws IOException {
    FormatPage page = new FormatPage("trigger.md");
    byte[] key = DestinationLayout.key(1);
    byte[] value = DestinationLayout.encode(DESTINATION);
    assertEquals(page.example("destination-key"), FormatPage.spaced(key));
    assertEquals(page.example("destination"), FormatPage.spaced(value));
    assertEquals(DESTINATION, DestinationLayout.decode(key, value, DATABASE));
    assertEquals(
        page.example("queue-key"),
        FormatPage.spaced(ChangeLogs.queueKey(DESTINATION.queue(7), 300)));
    assertEquals("s", DESTINATION.streamName());
  }

  @Property
  void everyDestinationReadsBack(
      @ForAll ApproximateCreationDateTimePrecision precision,
      @ForAll DestinationRecord.Change change,
      @ForAll boolean isSorted)
      throws IOException {
    DestinationRecord record =
        new DestinationRecord(
            Integer.MAX_VALUE,
            1 << 20,
            "t",
            new KeyElement("p", AttributeType.B),
            isSorted ? new KeyElement("r", AttributeType.N) : null,
            DESTINATION.streamArn(),
            precision,
            change,
            0);
    byte[] key = DestinationLayout.key(record.number());
    assertEquals(record, DestinationLayout.decode(key, DestinationLayout.encode(record), DATABASE));
  }

  @Test
  void whatIsCutOrNewerIsRefused() {
    byte[] key = DestinationLayout.key(1);
    byte[] value = DestinationLayout.encode(DESTINATION);
    for (int length = 0; length < value.length; length++) {
      byte[] cut = Arrays.copyOf(value, length);
      assertThrows(CorruptionException.class, () -> DestinationLayout.decode(key, cut, DATABASE));
    }
    assertThrows(
        CorruptionException.class,
        () -> DestinationLayout.decode(new byte[] {'k'}, value, DATABASE));
    value[0] = 2;
    assertThrows(
        UnsupportedFormatException.class, () -> DestinationLayout.decode(key, value, DATABASE));
  }
}
