package dev.varve.dynamodb.delivery;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.varve.dynamodb.api.ResourceNotFoundException;
import dev.varve.dynamodb.catalog.ChangeLogRecord;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.table.Tables;
import dev.varve.dynamodb.trigger.DeadLetter;
import dev.varve.dynamodb.trigger.StartingPosition;
import dev.varve.dynamodb.trigger.Trigger;
import dev.varve.dynamodb.trigger.TriggerFunction;
import dev.varve.dynamodb.trigger.TriggerStatus;
import dev.varve.dynamodb.trigger.TriggerTarget;
import dev.varve.dynamodb.trigger.Triggers;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The triggers of a database. One thread looks from time to time which lanes are to be followed; it
 * begins with the first trigger that delivers.
 *
 * <p>Whoever waits for threads that deliver holds no monitor: what they call may ask for something
 * here.
 */
public final class TriggerService implements Triggers, AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.varve.dynamodb");

  /** How long the thread waits that looks which lanes are to be followed, and what is new. */
  private static final Duration REVIEW = Duration.ofMillis(20);

  /** How long {@link #awaitDelivered} waits before it looks again. */
  private static final Duration LOOK = Duration.ofMillis(2);

  private final Tables tables;
  private final RunnerContext context;
  private final TriggerStore store;
  private final Runnable keepLogs;
  private final Pause pause = new Pause();
  private final Map<String, TriggerFunction> functions = new ConcurrentHashMap<>();

  /** By name. Written under the monitor. */
  private final Map<String, Entry> entries = new ConcurrentSkipListMap<>();

  /** Deleted by a function of their own; their threads may still run. */
  @GuardedBy("this")
  private final List<Entry> doomed = new ArrayList<>();

  @GuardedBy("this")
  private int newestNumber;

  /** Null until a trigger delivers. */
  @GuardedBy("this")
  private Thread dispatcher;

  private volatile boolean closed;

  /** Whether nothing is to be delivered. Written before others know this. */
  private boolean readOnly;

  /**
   * A trigger.
   *
   * @param runner delivers, or did so before it was stopped and may still have something under way;
   *     null if there was none since the database was opened
   */
  private record Entry(TriggerRecord record, Tally tally, Runner runner) {
    Trigger trigger() {
      return record.trigger();
    }
  }

  /**
   * The triggers of a database, none before {@link #open}.
   *
   * @param keepLogs lets go of old shards and begins new ones where that is due
   */
  TriggerService(Tables tables, RunnerContext context, Runnable keepLogs) {
    this.tables = tables;
    this.context = context;
    this.store = context.store();
    this.keepLogs = keepLogs;
  }

  /** The triggers of a database, none before {@link #open}. */
  public static TriggerService of(Deliveries deliveries, Tables tables, Runnable keepLogs) {
    return new TriggerService(
        tables,
        new RunnerContext(
            deliveries.reads(),
            new TriggerStore(deliveries.engine(), deliveries.catalog(), deliveries.database()),
            deliveries.place(),
            deliveries.clock(),
            ConcurrentHashMap.newKeySet()),
        keepLogs);
  }

  /**
   * Begins with the triggers that the database has.
   *
   * @param isReadOnly whether to deliver and write nothing
   */
  public synchronized void open(boolean isReadOnly) throws IOException {
    readOnly = isReadOnly;
    for (TriggerRecord record : store.all()) {
      newestNumber = Math.max(newestNumber, record.number());
      if (!record.doomed()) {
        install(record, new Tally(), null);
      } else if (!readOnly) {
        store.remove(record.number());
      }
    }
  }

  /**
   * Lets a trigger do what its record says.
   *
   * @param former who delivered before and has been stopped, or null
   */
  @GuardedBy("this")
  private void install(TriggerRecord record, Tally tally, Runner former) {
    Trigger trigger = record.trigger();
    TriggerFunction function = functions.get(trigger.name());
    boolean hasTarget = function != null || !(trigger.target() instanceof TriggerTarget.Function);
    Runner runner = former;
    if (trigger.enabled() && hasTarget && !readOnly) {
      runner = new Runner(context, record, tally, Target.of(trigger.target(), function), former);
      startDispatcher();
    }
    entries.put(trigger.name(), new Entry(record, tally, runner));
  }

  @GuardedBy("this")
  private void startDispatcher() {
    if (dispatcher == null) {
      dispatcher = Thread.ofVirtual().name("varve-triggers").start(this::dispatch);
    }
  }

  private void dispatch() {
    while (pause.await(REVIEW)) {
      keepLogs.run();
      long newest = context.reads().newestSequence();
      for (Entry entry : entries.values()) {
        if (entry.runner() != null) {
          review(entry, newest);
        }
      }
      removeDoomed();
    }
  }

  private static void review(Entry entry, long newest) {
    try {
      entry.runner().review(newest);
    } catch (IOException | RuntimeException | Error failure) {
      String problem = failure.toString();
      // Tried again soon, and told once.
      if (!entry.tally().lastProblem().equals(Optional.of(problem))) {
        entry.tally().problem(problem);
        LOG.log(Level.ERROR, "trigger " + entry.trigger().name() + " does not get on", failure);
      }
    }
  }

  private synchronized void removeDoomed() {
    for (Entry entry : List.copyOf(doomed)) {
      if (entry.runner() == null || entry.runner().isEnded()) {
        doomed.remove(entry);
        try {
          store.remove(entry.record().number());
        } catch (IOException | RuntimeException failure) {
          LOG.log(
              Level.WARNING,
              "what is kept of the deleted trigger "
                  + entry.trigger().name()
                  + " stays until the database is opened again",
              failure);
        }
      }
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the database is closed");
    }
  }

  private Entry require(String name) {
    requireOpen();
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new ResourceNotFoundException(
          "Requested resource not found: Trigger: " + name + " not found");
    }
    return entry;
  }

  @Override
  public void put(Trigger trigger) throws IOException {
    putAttached(trigger, null);
  }

  @Override
  public void put(Trigger trigger, TriggerFunction function) throws IOException {
    putAttached(trigger, Objects.requireNonNull(function, "function"));
  }

  /**
   * Makes or changes a trigger.
   *
   * @param function null to leave what is attached as it is
   */
  private void putAttached(Trigger trigger, TriggerFunction function) throws IOException {
    requireOpen();
    Table table = tables.get(trigger.table());
    int id = table.record().id();
    Entry former = entries.get(trigger.name());
    if (former != null && former.record().table() != id) {
      requireStream(table);
      delete(trigger.name());
    }
    synchronized (this) {
      Entry present = entries.get(trigger.name());
      if (present != null) {
        change(present, trigger, function);
        return;
      }
      requireStream(table);
      // What is before is on storage when the trigger is, so that the number is not given again.
      long start =
          trigger.start() == StartingPosition.LATEST ? context.reads().newestSequence() + 1 : 0;
      TriggerRecord created = new TriggerRecord(newestNumber + 1, trigger, id, start, false);
      store.put(created);
      newestNumber = created.number();
      if (function != null) {
        functions.put(trigger.name(), function);
      }
      install(created, new Tally(), null);
    }
  }

  private void requireStream(Table table) {
    if (context
        .reads()
        .streams()
        .of(table.record().id())
        .flatMap(ChangeLogRecord::enabled)
        .isEmpty()) {
      throw new ValidationException("Table " + table.name() + " has no stream");
    }
  }

  /**
   * Lets a trigger do something else.
   *
   * @param function null to leave what is attached as it is
   */
  @GuardedBy("this")
  private void change(Entry present, Trigger trigger, TriggerFunction function) throws IOException {
    TriggerRecord record = present.record();
    if (!trigger.equals(present.trigger())) {
      record = record.with(trigger);
      store.put(record);
    } else if (function == null) {
      return;
    }
    if (function != null) {
      functions.put(trigger.name(), function);
    }
    replace(present, record);
  }

  @GuardedBy("this")
  private void replace(Entry present, TriggerRecord record) {
    stop(present);
    install(record, present.tally(), present.runner());
  }

  private static void stop(Entry entry) {
    if (entry.runner() != null) {
      entry.runner().stop();
    }
  }

  @Override
  public void attach(String name, TriggerFunction function) {
    Objects.requireNonNull(function, "function");
    requireOpen();
    synchronized (this) {
      functions.put(name, function);
      Entry present = entries.get(name);
      if (present != null && present.trigger().target() instanceof TriggerTarget.Function) {
        replace(present, present.record());
      }
    }
  }

  @Override
  public void enable(String name) throws IOException {
    setEnabled(name, true);
  }

  @Override
  public void disable(String name) throws IOException {
    await(setEnabled(name, false));
  }

  /** Returns the trigger as it was before. */
  private synchronized Entry setEnabled(String name, boolean enabled) throws IOException {
    Entry present = require(name);
    change(present, present.trigger().toBuilder().enabled(enabled).build(), null);
    return present;
  }

  /** Waits until a trigger that has been stopped delivers no more, if this thread may. */
  private void await(Entry stopped) {
    if (stopped.runner() != null && mayWait()) {
      stopped.runner().join();
    }
  }

  /** Threads that deliver do not wait for each other. */
  private boolean mayWait() {
    return !context.threads().contains(Thread.currentThread());
  }

  @Override
  public void delete(String name) throws IOException {
    Entry deleted;
    synchronized (this) {
      deleted = require(name);
      store.put(deleted.record().asDoomed());
      stop(deleted);
      entries.remove(name);
      if (!mayWait()) {
        doomed.add(deleted);
        return;
      }
    }
    await(deleted);
    store.remove(deleted.record().number());
  }

  @Override
  public TriggerStatus status(String name) {
    return status(require(name));
  }

  @Override
  public List<TriggerStatus> list() {
    requireOpen();
    return entries.values().stream().map(this::status).toList();
  }

  private TriggerStatus status(Entry entry) {
    Tally tally = entry.tally();
    return new TriggerStatus(
        entry.trigger(),
        state(entry),
        tally.delivered(),
        tally.filtered(),
        tally.failures(),
        tally.deadLetters(),
        tally.lastProblem());
  }

  private TriggerStatus.State state(Entry entry) {
    int table = entry.record().table();
    boolean isEnded =
        context.reads().streams().of(table).isEmpty()
            && tables.all().stream().noneMatch(known -> known.record().id() == table);
    if (isEnded) {
      return TriggerStatus.State.ENDED;
    }
    if (!entry.trigger().enabled()) {
      return TriggerStatus.State.DISABLED;
    }
    return entry.trigger().target() instanceof TriggerTarget.Function
            && !functions.containsKey(entry.trigger().name())
        ? TriggerStatus.State.WAITING_FOR_FUNCTION
        : TriggerStatus.State.ENABLED;
  }

  @Override
  public boolean awaitDelivered(String name, Duration longest) throws InterruptedException {
    require(name);
    long newest = context.reads().newestSequence();
    long end = System.nanoTime() + longest.toNanos();
    while (true) {
      Runner runner = require(name).runner();
      if (runner != null && runner.isPast(newest)) {
        return true;
      }
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      Thread.sleep(LOOK);
    }
  }

  @Override
  public List<DeadLetter> deadLetters(String name, int most) throws IOException {
    return store.letters(require(name).record().number(), most);
  }

  @Override
  public void removeDeadLetter(String name, String sequenceNumber) throws IOException {
    store.removeLetter(require(name).record().number(), sequenceNumber);
  }

  /** Ends all deliveries, those that are under way when they are done. */
  @Override
  public void close() {
    closed = true;
    List<Runner> runners = new ArrayList<>();
    Thread ending;
    synchronized (this) {
      pause.end();
      ending = dispatcher;
      entries.values().forEach(entry -> runners.add(entry.runner()));
      doomed.forEach(entry -> runners.add(entry.runner()));
    }
    runners.removeIf(Objects::isNull);
    runners.forEach(Runner::stop);
    if (mayWait()) {
      runners.forEach(Runner::join);
    }
    boolean interrupted = false;
    while (ending != null && ending.isAlive()) {
      try {
        ending.join();
      } catch (InterruptedException _) {
        interrupted = true; // the engine must not be closed under it
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
