package dev.varve.dynamodb.meter;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.varve.dynamodb.catalog.AlarmCatalog;
import dev.varve.dynamodb.metrics.Alarm;
import dev.varve.dynamodb.metrics.AlarmChange;
import dev.varve.dynamodb.metrics.AlarmState;
import dev.varve.dynamodb.metrics.AlarmStatus;
import dev.varve.dynamodb.metrics.Alarms;
import dev.varve.dynamodb.table.Tables;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * The alarms of a database, and what is done once a minute: the settings of tables become samples,
 * and alarms are looked at. Safe for use by many threads.
 */
public final class AlarmBoard implements Alarms {
  private static final int MAX_HISTORY = 100;

  private final Metering metering;
  private final MetricBoard metrics;
  private final Gauges gauges;
  private final AlarmCatalog catalog;

  @GuardedBy("this")
  private final Map<String, Watched> alarms = new TreeMap<>();

  /** The last minute that was looked at. */
  @GuardedBy("this")
  private long seen;

  /** An alarm and what became of it; guarded by the board. */
  private static final class Watched {
    private Alarm alarm;
    private AlarmState state = AlarmState.INSUFFICIENT_DATA;
    private Instant since;
    private String reason = "not looked at yet";
    private final Deque<AlarmChange> history = new ArrayDeque<>();

    Watched(Alarm alarm, Instant since) {
      this.alarm = alarm;
      this.since = since;
    }

    AlarmStatus status() {
      return new AlarmStatus(alarm, state, since, reason);
    }

    void decide(Verdict verdict, Instant time) {
      reason = verdict.reason();
      if (verdict.state() == state) {
        return;
      }
      history.addFirst(new AlarmChange(time, state, verdict.state(), verdict.reason()));
      if (history.size() > MAX_HISTORY) {
        history.removeLast();
      }
      state = verdict.state();
      since = time;
    }
  }

  /**
   * A board without alarms.
   *
   * @param catalog where they are kept
   */
  public AlarmBoard(Metering metering, MetricBoard metrics, Tables tables, AlarmCatalog catalog) {
    this.metering = metering;
    this.metrics = metrics;
    this.gauges = new Gauges(metering, tables);
    this.catalog = catalog;
    this.seen = metering.now() - 1;
  }

  /** Makes the alarms known that the catalog has. */
  public synchronized void open() throws IOException {
    for (Alarm alarm : catalog.all()) {
      alarms.put(alarm.name(), new Watched(alarm, Minutes.start(metering.now())));
    }
  }

  @Override
  public synchronized void put(Alarm alarm) throws IOException {
    Watched present = alarms.get(alarm.name());
    if (present == null && alarms.size() >= MAX_ALARMS) {
      throw new IllegalStateException("there are " + MAX_ALARMS + " alarms already");
    }
    catalog.put(alarm);
    if (present == null) {
      alarms.put(alarm.name(), new Watched(alarm, Minutes.start(metering.now())));
    } else {
      present.alarm = alarm;
    }
  }

  @Override
  public synchronized boolean delete(String name) throws IOException {
    if (!alarms.containsKey(name)) {
      return false;
    }
    catalog.delete(name);
    alarms.remove(name);
    return true;
  }

  @Override
  public synchronized List<AlarmStatus> list() {
    return alarms.values().stream().map(Watched::status).toList();
  }

  @Override
  public synchronized Optional<AlarmStatus> find(String name) {
    return Optional.ofNullable(alarms.get(name)).map(Watched::status);
  }

  @Override
  public synchronized List<AlarmChange> history(String name) {
    Watched watched = alarms.get(name);
    return watched == null ? List.of() : List.copyOf(watched.history);
  }

  @Override
  public synchronized void evaluate() {
    long last = metering.now() - 1;
    if (last == seen) {
      return;
    }
    // Of a clock that was set forward, only the minutes that are kept.
    long first = Math.max(seen + 1, last + 1 - metering.kept());
    for (long minute = first; minute <= last; minute++) {
      gauges.add(minute);
    }
    metering.settle();
    for (long minute = first; minute <= last; minute++) {
      for (Watched watched : alarms.values()) {
        watched.decide(verdict(watched, minute + 1), Minutes.start(minute + 1));
      }
    }
    seen = last; // also one before, of a clock that was set back
  }

  /**
   * What an alarm says at a time.
   *
   * @param end the minute with which that begins
   */
  private Verdict verdict(Watched watched, long end) {
    Alarm alarm = watched.alarm;
    long length = alarm.period().toMinutes();
    List<OptionalDouble> values = new ArrayList<>();
    for (int i = 0; i < alarm.evaluationPeriods() + Verdict.MORE_PERIODS; i++) {
      long to = end - i * length;
      values.add(metrics.statistic(alarm.metric(), alarm.statistic(), to - length, to));
    }
    return Verdict.of(alarm, watched.state, values);
  }
}
