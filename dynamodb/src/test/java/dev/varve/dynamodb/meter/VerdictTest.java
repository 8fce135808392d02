package dev.varve.dynamodb.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.metrics.Alarm;
import dev.varve.dynamodb.metrics.AlarmState;
import dev.varve.dynamodb.metrics.Comparison;
import dev.varve.dynamodb.metrics.Metric;
import dev.varve.dynamodb.metrics.MetricId;
import dev.varve.dynamodb.metrics.MissingData;
import dev.varve.dynamodb.metrics.Statistic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What an alarm says of some periods, the earliest first: X breaches the threshold, 0 does not, -
 * is missing. The rows are those of the service's documentation, where it has any.
 */
class VerdictTest {
  private static final String PRESENT = "present";

  private static Alarm alarm(int breaching, int of, MissingData missing) {
    return Alarm.named("alarm")
        .on(
            MetricId.of(Metric.CONSUMED_READ_CAPACITY_UNITS, "tab"),
            Statistic.SUM,
            Duration.ofMinutes(1))
        .when(Comparison.GREATER_THAN_THRESHOLD, 1)
        .periods(breaching, of)
        .missingData(missing)
        .build();
  }

  private static List<OptionalDouble> latestFirst(String periods) {
    List<OptionalDouble> values = new ArrayList<>();
    for (String period : List.of(periods.split(" ", -1)).reversed()) {
      values.add(
          switch (period) {
            case "X" -> OptionalDouble.of(5);
            case "0" -> OptionalDouble.of(1);
            case "-" -> OptionalDouble.empty();
            default -> throw new AssertionError(period);
          });
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource({
    // Three of three.
    "3, 0 - X - X, OK,                OK,      OK,    OK",
    "3, - - - - 0, OK,                OK,      OK,    OK",
    "3, - - - - -, INSUFFICIENT_DATA, present, ALARM, OK",
    "3, 0 X X - X, ALARM,             ALARM,   ALARM, ALARM",
    "3, - - X - -, ALARM,             present, ALARM, OK",
    "3, - - - - X, present,           present, ALARM, OK",
    "3, X X X X 0, OK,                OK,      OK,    OK",
    "3, 0 0 X X X, ALARM,             ALARM,   ALARM, ALARM",
    // Two of three.
    "2, 0 - X - X, ALARM,             ALARM,   ALARM, ALARM",
    "2, 0 0 X 0 X, ALARM,             ALARM,   ALARM, ALARM",
    "2, 0 - X - -, OK,                OK,      ALARM, OK",
    "2, - - - - 0, OK,                OK,      ALARM, OK",
    "2, - - - X -, ALARM,             present, ALARM, OK",
    "2, X X 0 0 0, OK,                OK,      OK,    OK",
  })
  void anAlarmSaysWhatTheServiceSays(
      int breaching,
      String periods,
      String missing,
      String ignore,
      String breachingIfMissing,
      String notBreaching) {
    assertSays(missing, alarm(breaching, 3, MissingData.MISSING), periods);
    assertSays(ignore, alarm(breaching, 3, MissingData.IGNORE), periods);
    assertSays(breachingIfMissing, alarm(breaching, 3, MissingData.BREACHING), periods);
    assertSays(notBreaching, alarm(breaching, 3, MissingData.NOT_BREACHING), periods);
  }

  private static void assertSays(String expected, Alarm alarm, String periods) {
    for (AlarmState present : AlarmState.values()) {
      assertEquals(
          expected.equals(PRESENT) ? present : AlarmState.valueOf(expected),
          Verdict.of(alarm, present, latestFirst(periods)).state(),
          periods + " of " + alarm);
    }
  }

  @Test
  void theReasonNamesTheValuesAndTheThreshold() {
    String reason =
        Verdict.of(alarm(2, 3, MissingData.BREACHING), AlarmState.OK, latestFirst("- - 0 - X"))
            .reason();
    assertEquals(
        "1 of 2 datapoints [5.0, 1.0] breach GreaterThanThreshold 1.0; 1 missing, treated as breaching",
        reason);
    assertTrue(
        Verdict.of(alarm(3, 3, MissingData.MISSING), AlarmState.OK, latestFirst("X X X X X"))
            .reason()
            .endsWith("breach GreaterThanThreshold 1.0"));
  }

  @ParameterizedTest
  @CsvSource({
    "GreaterThanOrEqualToThreshold, false, true,  true",
    "GreaterThanThreshold,          false, false, true",
    "LessThanThreshold,             true,  false, false",
    "LessThanOrEqualToThreshold,    true,  true,  false",
  })
  void aValueBreachesAsItCompares(String name, boolean below, boolean at, boolean above) {
    Comparison comparison = Comparison.of(name);
    assertEquals(below, comparison.isBreached(1, 2));
    assertEquals(at, comparison.isBreached(2, 2));
    assertEquals(above, comparison.isBreached(3, 2));
  }
}
