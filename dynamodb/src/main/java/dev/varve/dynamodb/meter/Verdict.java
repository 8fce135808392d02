package dev.varve.dynamodb.meter;

import dev.varve.dynamodb.metrics.Alarm;
import dev.varve.dynamodb.metrics.AlarmState;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What an alarm says of its metric, as the service decides it. Where periods are without samples it
 * looks at {@value #MORE_PERIODS} more; if there are as many with samples as it wants, the others
 * do not matter, and else they count as the alarm says.
 *
 * @param state what it says
 * @param reason in words
 */
record Verdict(AlarmState state, String reason) {
  /** How many periods before those that the alarm wants are looked at where it lacks some. */
  static final int MORE_PERIODS = 2;

  /**
   * The verdict of an alarm.
   *
   * @param present the state so far
   * @param values of the last periods, the latest first: those that the alarm wants, and {@value
   *     #MORE_PERIODS} more
   */
  static Verdict of(Alarm alarm, AlarmState present, List<OptionalDouble> values) {
    List<Double> found = new ArrayList<>();
    int breaching = 0;
    int oldestBreach = 0;
    for (int i = 0; i < values.size() && found.size() < alarm.evaluationPeriods(); i++) {
      if (values.get(i).isPresent()) {
        double value = values.get(i).getAsDouble();
        found.add(value);
        if (alarm.comparison().isBreached(value, alarm.threshold())) {
          breaching++;
          oldestBreach = i + 1;
        }
      }
    }
    AlarmState state = state(alarm, present, found.size(), breaching, oldestBreach);
    return new Verdict(state, reason(alarm, found, breaching));
  }

  private static AlarmState state(
      Alarm alarm, AlarmState present, int found, int breaching, int oldestBreach) {
    int wanted = alarm.datapointsToAlarm();
    int missing = alarm.evaluationPeriods() - found;
    if (breaching >= wanted) {
      return AlarmState.ALARM;
    }
    if (missing == 0) {
      return AlarmState.OK;
    }
    boolean onlyBreaches = breaching == found;
    return switch (alarm.missingData()) {
      case BREACHING -> breaching + missing >= wanted ? AlarmState.ALARM : AlarmState.OK;
      case NOT_BREACHING -> AlarmState.OK;
      case IGNORE -> onlyBreaches ? present : AlarmState.OK;
      case MISSING -> {
        if (found == 0) {
          yield AlarmState.INSUFFICIENT_DATA;
        }
        if (!onlyBreaches) {
          yield AlarmState.OK;
        }
        // Nothing since that breach says otherwise, and it is as old as an alarm needs.
        yield oldestBreach >= wanted ? AlarmState.ALARM : present;
      }
    };
  }

  private static String reason(Alarm alarm, List<Double> found, int breaching) {
    int missing = alarm.evaluationPeriods() - found.size();
    return breaching
        + " of "
        + found.size()
        + " datapoints "
        + found
        + " breach "
        + alarm.comparison().text()
        + " "
        + alarm.threshold()
        + (missing == 0
            ? ""
            : "; " + missing + " missing, treated as " + alarm.missingData().text());
  }
}
