package dev.varve.dynamodb.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.ContributorInsightsMode;
import dev.varve.dynamodb.metrics.Alarm;
import dev.varve.dynamodb.metrics.Comparison;
import dev.varve.dynamodb.metrics.ItemOperation;
import dev.varve.dynamodb.metrics.Metric;
import dev.varve.dynamodb.metrics.MetricId;
import dev.varve.dynamodb.metrics.MissingData;
import dev.varve.dynamodb.metrics.Statistic;
import dev.varve.dynamodb.model.FormatPage;
import dev.varve.io.CorruptionException;
import dev.varve.io.UnsupportedFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** docs/formats/catalog.md says what the code writes and reads of insights and alarms. */
class WatchFormatTest {
  private static final Path DATABASE = Path.of("db");
  private static final long CREATED = 1_700_000_000_000L;
  private static final String NAME = "slow";

  private static final InsightRecord INSIGHTS =
      new InsightRecord(
          new InsightRecord.Key(2, 3),
          true,
          ContributorInsightsMode.THROTTLED_KEYS,
          CREATED,
          CREATED + 300);

  private static final Alarm ALARM =
      Alarm.named(NAME)
          .on(
              MetricId.of(Metric.SUCCESSFUL_REQUEST_LATENCY, "notes", ItemOperation.GET_ITEM),
              Statistic.percentile(99),
              Duration.ofMinutes(5))
          .when(Comparison.GREATER_THAN_THRESHOLD, 2.5)
          .periods(2, 3)
          .missingData(MissingData.IGNORE)
          .build();

  private static InsightRecord insights(byte[] bytes) throws IOException {
    return InsightCatalog.decode(INSIGHTS.key(), bytes, DATABASE);
  }

  private static Alarm alarm(byte[] bytes) throws IOException {
    return AlarmCatalog.decode(NAME, bytes, DATABASE);
  }

  @Test
  void theExamplesOfThePageAreWrittenAndRead() throws IOException {
    FormatPage page = new FormatPage("catalog.md");
    assertEquals(
        page.example("insights-key"), FormatPage.spaced(InsightCatalog.encode(INSIGHTS.key())));
    assertEquals(
        INSIGHTS.key(),
        InsightCatalog.decodeKey(FormatPage.bytes(page.example("insights-key")), DATABASE));
    assertEquals(page.example("insights"), FormatPage.spaced(InsightCatalog.encode(INSIGHTS)));
    assertEquals(INSIGHTS, insights(FormatPage.bytes(page.example("insights"))));
    assertEquals(
        page.example("alarm-key"),
        FormatPage.spaced(CatalogLayout.key(CatalogLayout.ALARM_PREFIX, NAME)));
    assertEquals(page.example("alarm"), FormatPage.spaced(AlarmCatalog.encode(ALARM)));
    assertEquals(ALARM, alarm(FormatPage.bytes(page.example("alarm"))));
  }

  @Test
  void aKeyOfAnotherLengthIsCorruption() {
    assertThrows(
        CorruptionException.class,
        () -> InsightCatalog.decodeKey(new byte[] {(byte) 0x90, 0, 0, 0, 2}, DATABASE));
  }

  @Test
  void shortenedRecordsAreCorruption() {
    byte[] insights = InsightCatalog.encode(INSIGHTS);
    for (int length = 0; length < insights.length; length++) {
      byte[] shorter = Arrays.copyOf(insights, length);
      assertThrows(CorruptionException.class, () -> insights(shorter), "" + length);
    }
    byte[] alarm = AlarmCatalog.encode(ALARM);
    for (int length = 0; length < alarm.length; length++) {
      byte[] shorter = Arrays.copyOf(alarm, length);
      assertThrows(CorruptionException.class, () -> alarm(shorter), "" + length);
    }
  }

  @Test
  void laterVersionsAndFieldsAreRefused() throws IOException {
    byte[] bytes = AlarmCatalog.encode(ALARM);
    byte[] skippable = Arrays.copyOf(bytes, bytes.length + 2);
    skippable[bytes.length] = 64;
    assertEquals(ALARM, alarm(skippable));
    skippable[bytes.length] = 63;
    assertThrows(UnsupportedFormatException.class, () -> alarm(skippable));
    bytes[0] = 2;
    assertThrows(UnsupportedFormatException.class, () -> alarm(bytes));
    byte[] later = InsightCatalog.encode(INSIGHTS);
    later[0] = 2;
    assertThrows(UnsupportedFormatException.class, () -> insights(later));
  }

  /** Bytes that were changed are read, or refused by a typed error. */
  @Property(tries = 500)
  void changedBytesHaveATypedError(@ForAll long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] insights = InsightCatalog.encode(INSIGHTS);
    byte[] alarm = AlarmCatalog.encode(ALARM);
    for (byte[] bytes : new byte[][] {insights, alarm}) {
      for (int change = random.nextInt(3); change >= 0; change--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
    }
    try {
      assertEquals(INSIGHTS.key(), insights(insights).key());
    } catch (CorruptionException | UnsupportedFormatException typed) {
      assertTrue(typed.getMessage().contains("insights of table 2"), typed.getMessage());
    }
    try {
      assertEquals(NAME, alarm(alarm).name());
    } catch (CorruptionException | UnsupportedFormatException typed) {
      assertTrue(typed.getMessage().contains("alarm " + NAME), typed.getMessage());
    }
  }
}
