package dev.varve.soak.session;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.VarveOptions;
import dev.varve.dynamodb.api.ResourceInUseException;
import dev.varve.engine.Durability;
import dev.varve.engine.StorageEngine;
import dev.varve.io.Env;
import dev.varve.soak.fault.FullDisk;
import dev.varve.soak.lane.Call;
import dev.varve.soak.lane.Choice;
import dev.varve.soak.lane.Figures;
import dev.varve.soak.lane.Lane;
import dev.varve.soak.lane.TableLane;
import dev.varve.soak.lane.TablePlace;
import dev.varve.soak.lane.Workers;
import dev.varve.soak.model.Content;
import dev.varve.soak.model.KeyModel;
import dev.varve.soak.model.WrongAnswerException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One opening of the directories: settle what a crash left open, check, work, check, close, check
 * what is left. For one thread.
 */
final class Opening {
  private static final int ENGINE_LANES = 3;
  private static final int TABLE_LANES = 2;
  private static final int BACKGROUND_THREADS = 2;

  /** An item takes some hundred times as long to check as an entry. */
  private static final int KEYS_PER_TABLE_KEY = 20;

  private static final int RANGE_KEYS = 20_000;
  private static final int TABLE_RANGE_KEYS = 1_000;
  private static final int MILLIS = 1_000;

  private final SessionSettings settings;
  private final OpeningPlan plan;
  private final Choice choice;
  private final Figures figures;
  private final List<Lane> lanes = new ArrayList<>();
  private final Workers workers = new Workers();
  private FullDisk disk;
  private int livePartitions;

  Opening(SessionSettings settings, OpeningPlan plan, Choice choice, Figures figures) {
    this.settings = settings;
    this.plan = plan;
    this.choice = choice;
    this.figures = figures;
  }

  void run() throws Exception {
    Env system = Env.system(BACKGROUND_THREADS);
    disk = new FullDisk(system.files());
    Env env = new Env(disk, system.clock(), system.scheduler(), system.memory());
    List<KeyModel> models = new ArrayList<>();
    try {
      StorageEngine engine = open(env);
      try {
        Varve varve = openTables(env);
        try {
          runOn(engine, varve, models);
        } finally {
          close(varve::close);
        }
      } finally {
        close(engine::close);
      }
      if (!disk.hasRefused()) {
        Bounds.checkFolders("engine", settings.engine(), livePartitions);
      }
      Bounds.checkClosed("both", env.memory().bytesByOwner());
    } finally {
      system.scheduler().close();
      models.forEach(KeyModel::close);
    }
  }

  private void runOn(StorageEngine engine, Varve varve, List<KeyModel> models) throws Exception {
    addLanes(engine, varve, models);
    for (Lane lane : lanes) {
      lane.settle();
    }
    checkLanes();
    work(engine, varve);
    disk.setFull(false);
    if (!disk.hasRefused()) {
      checkLanes();
      dropOthers(engine);
      if (plan.quiet()) {
        settleDown(engine);
      }
    }
    livePartitions = engine.partitions().size();
  }

  private StorageEngine open(Env env) throws IOException {
    long begin = System.nanoTime();
    StorageEngine engine = StorageEngine.open(env, settings.engine(), plan.options());
    figures.took(Call.OPEN, System.nanoTime() - begin);
    return engine;
  }

  private Varve openTables(Env env) throws IOException {
    long begin = System.nanoTime();
    VarveOptions options =
        VarveOptions.defaults().withDurability(Durability.BUFFERED).withEngine(plan.options());
    Varve varve = Varve.open(env, settings.tables(), options);
    figures.took(Call.OPEN, System.nanoTime() - begin);
    return varve;
  }

  /** Closes; an error counts unless the disk was full, for then it repeats what a write said. */
  private void close(Closing closing) throws IOException {
    long begin = System.nanoTime();
    try {
      closing.close();
    } catch (IOException failure) {
      requireFullDisk(failure);
    }
    figures.took(Call.CLOSE, System.nanoTime() - begin);
  }

  private void addLanes(StorageEngine engine, Varve varve, List<KeyModel> models)
      throws IOException {
    int own = 2 * ENGINE_LANES;
    if (engine.partitions().size() < own) {
      List<Integer> created = engine.createPartitions(own);
      if (created.getFirst() != 1) {
        throw new WrongAnswerException("partitions of lanes are gone; the first new: " + created);
      }
    }
    dropOthers(engine);
    int keys = settings.keys() / ENGINE_LANES;
    for (int lane = 0; lane < ENGINE_LANES; lane++) {
      KeyModel model = new KeyModel(settings.model(lane), keys);
      models.add(model);
      EngineLane store = new EngineLane(engine, lane, 2 * lane + 1, 2 * lane + 2, keys, figures);
      lanes.add(new Lane(lane, model, store));
    }
    int tableKeys = Math.max(1, settings.keys() / TABLE_LANES / KEYS_PER_TABLE_KEY);
    for (int table = 0; table < TABLE_LANES; table++) {
      int lane = Content.FIRST_TABLE_LANE + table;
      try {
        varve.createTable(place(lane).definition().partitions(1 + 2 * table).build());
      } catch (ResourceInUseException _) {
        // From an earlier opening.
        assert varve.listTables().contains(place(lane).table());
      }
      KeyModel model = new KeyModel(settings.model(lane), tableKeys);
      models.add(model);
      TableLane store = TableLane.of(varve, lane, place(lane), tableKeys, figures);
      lanes.add(new Lane(lane, model, store));
    }
  }

  private static TablePlace place(int lane) {
    return new TablePlace("Lane" + lane, "", false);
  }

  /** Drops partitions that an earlier opening has created and could not drop. */
  private void dropOthers(StorageEngine engine) throws IOException {
    Set<Integer> others = new HashSet<>(engine.partitions());
    for (int id = 1; id <= 2 * ENGINE_LANES; id++) {
      others.remove(id);
    }
    if (!others.isEmpty()) {
      engine.dropPartitions(others);
    }
  }

  private void checkLanes() throws IOException {
    for (Lane lane : lanes) {
      int all = lane.model().keys();
      int length = Math.min(all, plan.checksAll() ? all : rangeKeys(lane));
      checkRange(lane, length, choice);
    }
  }

  private void checkRange(Lane lane, int length, Choice chosen) throws IOException {
    int from = chosen.below(lane.model().keys() - length + 1);
    try (Lane.Moment moment = lane.moment(from, from + length)) {
      if (moment != null) {
        moment.check(chosen);
      }
    }
  }

  private static int rangeKeys(Lane lane) {
    return lane.number() < Content.FIRST_TABLE_LANE ? RANGE_KEYS : TABLE_RANGE_KEYS;
  }

  private void work(StorageEngine engine, Varve varve) throws Exception {
    for (Lane lane : lanes) {
      Choice writes = choice.split();
      workers.start("writer-" + lane.number(), 0, () -> write(lane, writes));
      Choice reads = choice.split();
      workers.start("reader-" + lane.number(), 5, () -> lane.read(reads, figures));
    }
    for (int walker = 0; walker < 2; walker++) {
      Choice walks = choice.split();
      workers.start("walker-" + walker, 1_000, () -> walk(walks));
    }
    Choice churns = choice.split();
    workers.start("churn", 20_000, () -> new Churn(engine, figures).run(churns, disk));
    Choice maintains = choice.split();
    workers.start("maintenance", 100_000, () -> maintain(engine, varve, maintains));
    workers.start("bounds", 20_000, () -> checkBounds(engine));
    if (plan.interrupts()) {
      Choice interrupts = choice.split();
      workers.start("interrupts", 500, () -> workers.interrupt(interrupts.below(1 << 20)));
    }
    if (plan.fillsDisk()) {
      Choice fills = choice.split();
      workers.start("disk", 200L * MILLIS, () -> disk.setFull(fills.oneIn(2)));
    }
    workers.finish(plan.millis());
  }

  private void write(Lane lane, Choice writes) throws IOException {
    if (lane.hasFailed()) {
      Thread.onSpinWait();
      return;
    }
    try {
      if (writes.oneIn(20_000)) {
        lane.deleteRange(writes, figures);
      } else {
        lane.write(writes, figures);
      }
    } catch (IOException failure) {
      requireFullDisk(failure);
    }
  }

  /** Holds some moments at a time, and lets go of them in any order. */
  private void walk(Choice walks) throws IOException {
    List<Lane.Moment> held = new ArrayList<>();
    try {
      for (int i = walks.between(1, 3); i > 0; i--) {
        Lane lane = lanes.get(walks.below(lanes.size()));
        int length = Math.min(lane.model().keys(), 1 + walks.skewedBelow(rangeKeys(lane)));
        int from = walks.below(lane.model().keys() - length + 1);
        Lane.Moment moment = lane.moment(from, from + length);
        if (moment != null) {
          held.add(moment);
        }
      }
      while (!held.isEmpty()) {
        try (Lane.Moment moment = held.remove(walks.below(held.size()))) {
          moment.check(walks);
        }
      }
    } finally {
      for (Lane.Moment moment : held) {
        moment.close();
      }
    }
  }

  private void maintain(StorageEngine engine, Varve varve, Choice maintains) throws IOException {
    int partition = 1 + maintains.below(2 * ENGINE_LANES);
    long begin = System.nanoTime();
    try {
      switch (maintains.below(12)) {
        case 0 -> engine.flush();
        case 1 -> engine.compact(partition);
        case 2 -> varve.flush(place(Content.FIRST_TABLE_LANE).table());
        case 3 -> varve.compact(place(Content.FIRST_TABLE_LANE + 1).table());
        case 4 -> engine.sync();
        default -> engine.flush(partition);
      }
    } catch (IOException failure) {
      requireFullDisk(failure);
    }
    figures.took(Call.FLUSH, System.nanoTime() - begin);
  }

  private void checkBounds(StorageEngine engine) throws IOException {
    Bounds.check("engine", engine.stats(), plan.options());
    long segments = plan.options().walLimitBytes() / (plan.options().walSegmentBytes() / 16);
    Bounds.checkOpenFiles(segments);
  }

  /** Waits for background work, then looks at the space that is taken. */
  private void settleDown(StorageEngine engine) throws IOException {
    engine.awaitQuiescence();
    for (Lane lane : lanes.subList(0, ENGINE_LANES)) {
      long tables = 0;
      for (int half = 1; half <= 2; half++) {
        tables += engine.stats(2 * lane.number() + half).tableBytes();
      }
      Bounds.checkSpace("lane " + lane.number(), tables, lane.model().liveBytes(lane.number()));
    }
  }

  private void requireFullDisk(IOException failure) throws IOException {
    if (!disk.hasRefused()) {
      throw failure;
    }
  }

  private interface Closing {
    void close() throws IOException;
  }
}
