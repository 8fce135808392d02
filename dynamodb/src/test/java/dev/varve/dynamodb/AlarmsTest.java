package dev.varve.dynamodb;

import static dev.varve.dynamodb.value.AttributeValue.s;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.metrics.Alarm;
import dev.varve.dynamodb.metrics.AlarmChange;
import dev.varve.dynamodb.metrics.AlarmState;
import dev.varve.dynamodb.metrics.AlarmStatus;
import dev.varve.dynamodb.metrics.Alarms;
import dev.varve.dynamodb.metrics.Comparison;
import dev.varve.dynamodb.metrics.ItemOperation;
import dev.varve.dynamodb.metrics.Metric;
import dev.varve.dynamodb.metrics.MetricId;
import dev.varve.dynamodb.metrics.MissingData;
import dev.varve.dynamodb.metrics.Statistic;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.Item;
import dev.varve.testing.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Alarms on metrics, by a clock that a test moves. */
class AlarmsTest {
  private static final String TABLE = "tab";
  private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
  private static final MetricId READS = MetricId.of(Metric.CONSUMED_READ_CAPACITY_UNITS, TABLE);

  private static final VarveOptions OPTIONS =
      VarveOptions.defaults()
          .withEngine(Databases.SMALL)
          .withMetrics(MetricsOptions.defaults().withoutCheckInterval());

  private final ManualClock clock = new ManualClock();
  private Databases databases;
  private Varve varve;

  @BeforeEach
  void open() throws IOException {
    databases = new Databases(OPTIONS, clock);
    varve = databases.varve();
    varve.createTable(TableDefinition.named(TABLE).partitionKey("id", AttributeType.S).build());
  }

  @AfterEach
  void close() throws IOException {
    databases.close();
  }

  private static Alarm.Builder manyReads() {
    return Alarm.named("many reads")
        .on(READS, Statistic.SUM, Duration.ofMinutes(1))
        .when(Comparison.GREATER_THAN_OR_EQUAL_TO_THRESHOLD, 1);
  }

  private void get() throws IOException {
    varve.getItem(GetItem.of(TABLE, Item.of("id", s("a"))));
  }

  /** Lets minutes pass, and looks at the alarms after each. */
  private void pass(int minutes) {
    for (int i = 0; i < minutes; i++) {
      clock.advance(Duration.ofMinutes(1));
      varve.alarms().evaluate();
    }
  }

  private AlarmState state() {
    return varve.alarms().find("many reads").orElseThrow().state();
  }

  @Test
  void anAlarmFollowsItsMetricAndRemembersWhatItSaid() throws IOException {
    varve.alarms().put(manyReads().build());
    assertEquals(AlarmState.INSUFFICIENT_DATA, state());
    get();
    varve.alarms().evaluate();
    assertEquals(AlarmState.INSUFFICIENT_DATA, state(), "the minute is not over");
    pass(1);
    assertEquals(AlarmState.OK, state());
    get();
    get();
    pass(1);
    assertEquals(AlarmState.ALARM, state());
    AlarmStatus status = varve.alarms().find("many reads").orElseThrow();
    assertEquals(START.plus(Duration.ofMinutes(2)), status.since());
    assertEquals(
        "1 of 1 datapoints [1.0] breach GreaterThanOrEqualToThreshold 1.0", status.reason());
    // Two periods more are looked at where one is missing.
    pass(2);
    assertEquals(AlarmState.ALARM, state());
    pass(1);
    assertEquals(AlarmState.INSUFFICIENT_DATA, state());
    assertEquals(
        List.of(AlarmState.INSUFFICIENT_DATA, AlarmState.ALARM, AlarmState.OK),
        varve.alarms().history("many reads").stream().map(AlarmChange::to).toList());
    AlarmChange first = varve.alarms().history("many reads").getLast();
    assertEquals(START.plus(Duration.ofMinutes(1)), first.time());
    assertEquals(AlarmState.INSUFFICIENT_DATA, first.from());
  }

  @Test
  void minutesThatPassUnseenAreLookedAtOneByOne() throws IOException {
    varve.alarms().put(manyReads().missingData(MissingData.NOT_BREACHING).build());
    get();
    get();
    clock.advance(Duration.ofMinutes(30));
    varve.alarms().evaluate();
    assertEquals(AlarmState.OK, state());
    assertEquals(
        List.of(AlarmState.OK, AlarmState.ALARM),
        varve.alarms().history("many reads").stream().map(AlarmChange::to).toList());
    assertEquals(
        START.plus(Duration.ofMinutes(4)),
        varve.alarms().history("many reads").getFirst().time(),
        "when the period is no more among those that are looked at");
    clock.advance(Duration.ofDays(400));
    varve.alarms().evaluate();
    assertEquals(AlarmState.OK, state());
    clock.setBack(Duration.ofDays(400));
    get();
    get();
    varve.alarms().evaluate();
    pass(1);
    assertEquals(AlarmState.ALARM, state());
  }

  @Test
  void someOfSeveralPeriodsMayBreach() throws IOException {
    varve.alarms().put(manyReads().periods(2, 3).missingData(MissingData.NOT_BREACHING).build());
    for (int reads : new int[] {2, 1, 2, 1, 1}) {
      for (int i = 0; i < reads; i++) {
        get();
      }
      pass(1);
    }
    assertEquals(
        List.of(AlarmState.OK, AlarmState.ALARM, AlarmState.OK),
        varve.alarms().history("many reads").stream().map(AlarmChange::to).toList());
  }

  @Test
  void alarmsOutlastTheDatabaseAndTheirStatesDoNot() throws IOException {
    Alarm reads = manyReads().build();
    Alarm latency =
        Alarm.named("slow gets \u00e4")
            .on(
                MetricId.of(Metric.SUCCESSFUL_REQUEST_LATENCY, TABLE, ItemOperation.GET_ITEM),
                Statistic.percentile(99),
                Duration.ofMinutes(5))
            .when(Comparison.GREATER_THAN_THRESHOLD, 2.5)
            .periods(2, 3)
            .missingData(MissingData.IGNORE)
            .build();
    Alarm users =
        Alarm.named("users")
            .on(MetricId.of(Metric.USER_ERRORS), Statistic.SAMPLE_COUNT, Duration.ofHours(1))
            .when(Comparison.LESS_THAN_THRESHOLD, -1)
            .missingData(MissingData.BREACHING)
            .build();
    Alarm index =
        Alarm.named("index")
            .on(
                MetricId.ofIndex(Metric.WRITE_THROTTLE_EVENTS, TABLE, "idx"),
                Statistic.MAXIMUM,
                Duration.ofDays(1))
            .when(Comparison.LESS_THAN_OR_EQUAL_TO_THRESHOLD, 0)
            .build();
    for (Alarm alarm : List.of(reads, latency, users, index)) {
      varve.alarms().put(alarm);
    }
    get();
    get();
    pass(1);
    assertEquals(AlarmState.ALARM, state());
    varve = databases.reopen();
    assertEquals(
        List.of(index, reads, latency, users),
        varve.alarms().list().stream().map(AlarmStatus::alarm).toList());
    assertEquals(AlarmState.INSUFFICIENT_DATA, state());
    assertEquals(List.of(), varve.alarms().history("many reads"));

    assertTrue(varve.alarms().delete("many reads"));
    assertFalse(varve.alarms().delete("many reads"));
    varve = databases.reopen();
    assertEquals(Optional.empty(), varve.alarms().find("many reads"));
    assertEquals(3, varve.alarms().list().size());
  }

  @Test
  void anAlarmThatIsSetAnewGoesOnInItsState() throws IOException {
    varve.alarms().put(manyReads().build());
    get();
    get();
    pass(1);
    varve.alarms().put(manyReads().when(Comparison.GREATER_THAN_THRESHOLD, 100).build());
    assertEquals(AlarmState.ALARM, state());
    assertEquals(1, varve.alarms().history("many reads").size());
    get();
    pass(1);
    assertEquals(AlarmState.OK, state());
  }

  @Test
  void historyAndAlarmsAreBounded() throws IOException {
    varve.alarms().put(manyReads().missingData(MissingData.NOT_BREACHING).build());
    for (int i = 0; i < 60; i++) {
      get();
      get();
      pass(4);
    }
    assertEquals(100, varve.alarms().history("many reads").size());
    for (int i = 1; i < Alarms.MAX_ALARMS; i++) {
      varve.alarms().put(named("alarm " + i));
    }
    assertThrows(IllegalStateException.class, () -> varve.alarms().put(named("one more")));
    varve.alarms().put(named("alarm 7"));
    assertEquals(Alarms.MAX_ALARMS, varve.alarms().list().size());
  }

  private static Alarm named(String name) {
    return Alarm.named(name)
        .on(READS, Statistic.SUM, Duration.ofMinutes(1))
        .when(Comparison.GREATER_THAN_THRESHOLD, 1)
        .build();
  }

  @Test
  void anAlarmIsLookedAtWithoutBeingAsked() throws Exception {
    databases.close();
    databases =
        new Databases(
            OPTIONS.withMetrics(MetricsOptions.defaults().withCheckInterval(Duration.ofMillis(1))),
            clock);
    varve = databases.varve();
    varve.createTable(TableDefinition.named(TABLE).partitionKey("id", AttributeType.S).build());
    varve.alarms().put(manyReads().build());
    get();
    get();
    clock.advance(Duration.ofMinutes(1));
    long end = System.nanoTime() + Duration.ofMinutes(5).toNanos();
    while (state() != AlarmState.ALARM) {
      assertTrue(System.nanoTime() < end, "it was not looked at");
      Thread.sleep(1);
    }
  }

  @Test
  void partsThatDoNotFitAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> named(""));
    assertThrows(IllegalArgumentException.class, () -> named(" blank"));
    assertThrows(IllegalArgumentException.class, () -> named("x".repeat(256)));
    assertThrows(IllegalArgumentException.class, () -> manyReads().periods(0).build());
    assertThrows(IllegalArgumentException.class, () -> manyReads().periods(3, 2).build());
    assertThrows(IllegalArgumentException.class, () -> manyReads().periods(1, 1441).build());
    assertThrows(
        IllegalArgumentException.class,
        () -> manyReads().on(READS, Statistic.SUM, Duration.ofSeconds(90)).build());
    assertThrows(
        IllegalArgumentException.class,
        () -> manyReads().when(Comparison.LESS_THAN_THRESHOLD, Double.NaN).build());
    assertThrows(NullPointerException.class, () -> Alarm.named("nothing").build());
  }
}
