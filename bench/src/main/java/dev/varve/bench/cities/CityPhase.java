package dev.varve.bench.cities;

import dev.varve.bench.cities.CityTask.Setting;
import java.util.List;

/**
 * A part of the benchmark: one kind of operation, or a mix of them.
 *
 * @param name short, fit for a file name and for a workload in results
 * @param what one sentence about what is done
 * @param operations how many operations a thread does
 * @param opener makes a thread's task
 */
record CityPhase(String name, String what, Count operations, Opener opener) {
  /** How many operations a thread does. */
  @FunctionalInterface
  interface Count {
    long of(Setting setting, int thread);
  }

  /** Makes a thread's task. */
  @FunctionalInterface
  interface Opener {
    CityTask open(Setting setting, int thread, long operations);
  }

  /** What a task does, again and again. */
  @FunctionalInterface
  private interface Operation {
    int operate(CityTask task, long index) throws Exception;
  }

  /** How many operations the phases do, over all threads. */
  record Scale(long reads, long queries, long updates, long mixed) {
    /** For figures. */
    static final Scale FULL = new Scale(1_000_000, 200_000, 400_000, 600_000);

    /** For a look. */
    static final Scale QUICK = new Scale(150_000, 30_000, 60_000, 90_000);

    /** Returns this scale with all numbers multiplied. */
    Scale times(double factor) {
      return new Scale(
          Math.round(reads * factor),
          Math.round(queries * factor),
          Math.round(updates * factor),
          Math.round(mixed * factor));
    }
  }

  /** One item in so many is deleted. */
  private static final int DELETED_SHARE = 10;

  private static final int GETS = 50;
  private static final int QUERIES = 10;
  private static final int UPDATES = 25;
  private static final int PUTS = 10;
  private static final int DELETIONS = 5;

  /** The phases between the creation of the table and its verification, in their order. */
  static List<CityPhase> workload(Scale scale) {
    return List.of(
        phase(
            "load",
            "put every item once, in the order of the data set",
            CityTask::ownCount,
            (task, index) -> task.put(task.own((int) index))),
        phase(
            "read-uniform",
            "get items, all equally often",
            evenly(scale.reads()),
            (task, _) -> task.get(task.any(), true)),
        phase(
            "read-zipfian",
            "get items, few of them often (Zipfian, " + CityTask.SKEW + ")",
            evenly(scale.reads()),
            (task, _) -> task.get(task.popular(), true)),
        phase(
            "query",
            "query " + CityTask.QUERIED + " items of a country from some city on, in order",
            evenly(scale.queries()),
            (task, _) -> task.query(task.any(), true)),
        phase(
            "update",
            "update two attributes of items, all equally often",
            evenly(scale.updates()),
            (task, _) -> task.update(task.anyOwn())),
        phase(
            "delete",
            "delete one item in " + DELETED_SHARE,
            (setting, thread) -> CityTask.ownCount(setting, thread) / DELETED_SHARE,
            (task, index) -> task.delete(task.own((int) (DELETED_SHARE * index)))),
        phase(
            "mix",
            String.format(
                "%d%% get, %d%% query, %d%% update, %d%% put, %d%% delete, few items often"
                    + " (Zipfian)",
                GETS, QUERIES, UPDATES, PUTS, DELETIONS),
            evenly(scale.mixed()),
            (task, _) -> mix(task)));
  }

  /** Reads every item and compares it with the model. */
  static CityPhase verification() {
    return phase(
        "verify",
        "after reopening, get every item and compare it",
        CityTask::ownCount,
        (task, index) -> task.get(task.own((int) index), true));
  }

  private static int mix(CityTask task) throws Exception {
    int point = task.random.nextInt(GETS + QUERIES + UPDATES + PUTS + DELETIONS);
    if (point < GETS) {
      return task.get(task.popular(), false);
    }
    if (point < GETS + QUERIES) {
      return task.query(task.popular(), false);
    }
    if (point < GETS + QUERIES + UPDATES) {
      return task.update(task.popularOwn());
    }
    return point < GETS + QUERIES + UPDATES + PUTS
        ? task.put(task.popularOwn())
        : task.delete(task.popularOwn());
  }

  private static Count evenly(long operations) {
    return (setting, thread) -> (operations - thread + setting.threads() - 1) / setting.threads();
  }

  private static CityPhase phase(String name, String what, Count count, Operation operation) {
    return new CityPhase(
        name,
        what,
        count,
        (setting, thread, operations) ->
            new CityTask(setting, thread, operations, name.hashCode()) {
              private long index;

              @Override
              int operate() throws Exception {
                return operation.operate(this, index++);
              }
            });
  }
}
