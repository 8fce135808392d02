package dev.varve.bench.summary;

import dev.varve.bench.result.CellResult;
import dev.varve.bench.result.RunInfo;
import dev.varve.bench.text.Quantities;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * The results of a run, the rounds of a cell together; workloads and stores in the order in which
 * they first appear.
 *
 * @param stores names of all stores
 * @param workloads what was measured, never empty
 * @param runs the runs that the results are from: one, unless files were joined
 */
public record Summary(List<String> stores, List<Workload> workloads, List<RunInfo> runs) {
  /**
   * Sums up results.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Summary of(List<CellResult> results) {
    if (results.isEmpty()) {
      throw new IllegalArgumentException("no results");
    }
    Map<Setting, Map<String, List<CellResult>>> rounds = new LinkedHashMap<>();
    LinkedHashSet<String> stores = new LinkedHashSet<>();
    Map<RunInfo, RunInfo> runs = new LinkedHashMap<>();
    for (CellResult result : results) {
      rounds
          .computeIfAbsent(Setting.of(result), _ -> new LinkedHashMap<>())
          .computeIfAbsent(result.store(), _ -> new ArrayList<>())
          .add(result);
      stores.add(result.store());
      RunInfo run = result.run();
      runs.merge(run.withAbsent(Map.of()), run, (_, later) -> later); // which lacks no less
    }
    List<Workload> workloads = new ArrayList<>();
    rounds.forEach((setting, byStore) -> {
      List<Cell> cells = new ArrayList<>();
      for (String store : stores) {
        if (byStore.containsKey(store)) {
          cells.add(new Cell(store, List.copyOf(byStore.get(store))));
        }
      }
      workloads.add(new Workload(setting, List.copyOf(cells)));
    });
    return new Summary(List.copyOf(stores), List.copyOf(workloads), List.copyOf(runs.values()));
  }

  /** The store that others are compared with unless another is asked for: the first. */
  public String defaultBaseline() {
    return stores.getFirst();
  }

  /** The levels, such as {@code engine}, in their order. */
  public List<String> levels() {
    return workloads.stream().map(workload -> workload.setting().level()).distinct().toList();
  }

  /** The workloads of a level. */
  public List<Workload> workloads(String level) {
    return workloads.stream().filter(workload -> workload.setting().level().equals(level)).toList();
  }

  /** The stores that were measured at a level, in their order. */
  public List<String> stores(String level) {
    return stores.stream()
        .filter(store ->
            workloads(level).stream().anyMatch(workload -> workload.cell(store).isPresent()))
        .toList();
  }

  /**
   * The shortest name of a workload that no other of its level has: with its threads or its
   * durability only where needed.
   */
  public String shortName(Setting setting) {
    List<Setting> namesakes =
        workloads(setting.level()).stream()
            .map(Workload::setting)
            .filter(other -> other.workload().equals(setting.workload()))
            .toList();
    String name = setting.workload();
    if (namesakes.stream().anyMatch(other -> other.threads() != setting.threads())) {
      name += " ×" + setting.threads();
    }
    if (namesakes.stream().anyMatch(other -> !other.durability().equals(setting.durability()))) {
      name += " " + setting.durability();
    }
    if (namesakes.stream().anyMatch(other -> !other.loop().equals(setting.loop()))) {
      name += " " + setting.loop();
    }
    return name;
  }

  /** What all cells of a workload have in common. */
  public record Setting(
      String level, String workload, int threads, String durability, String loop) {
    static Setting of(CellResult result) {
      return new Setting(
          result.level(), result.workload(), result.threads(), result.durability(), result.loop());
    }

    /** The number of threads in words. */
    public String threadsText() {
      return threads == 1 ? "1 thread" : threads + " threads";
    }
  }

  /** A workload and the stores that were measured in it. */
  public record Workload(Setting setting, List<Cell> cells) {
    /** The cell of a store, if it was measured. */
    public Optional<Cell> cell(String store) {
      return cells.stream().filter(cell -> cell.store().equals(store)).findFirst();
    }

    /** A figure of a store, absent if the store was not measured. */
    public Spread spread(String store, Figure figure) {
      return cell(store).map(cell -> cell.spread(figure)).orElse(Spread.NONE);
    }

    /** {@code closed loop}, or {@code open loop at 50,000/s}. */
    public String loopText() {
      if (!setting.loop().equals("open")) {
        return setting.loop() + " loop";
      }
      return setting.loop() + " loop at " + range(result -> Math.round(result.targetRate())) + "/s";
    }

    /** Number and size of keys and values. */
    public String dataText() {
      return range(CellResult::keys)
          + " keys of "
          + range(CellResult::keyBytes)
          + " B, values of "
          + distinct(result ->
              result.valueBytes().matches("\\d+")
                  ? result.valueBytes() + " B"
                  : result.valueBytes());
    }

    /** How often each cell was measured. */
    public String roundsText() {
      int least = cells.stream().mapToInt(cell -> cell.rounds().size()).min().orElseThrow();
      int most = cells.stream().mapToInt(cell -> cell.rounds().size()).max().orElseThrow();
      return (least == most ? "" : least + " to ") + most + (most == 1 ? " round" : " rounds");
    }

    /** Whether bytes were written by the user of any store. */
    public boolean writes() {
      return all().stream().anyMatch(result -> result.userBytes() > 0);
    }

    /** Whether any store was meant to read from storage. */
    public boolean readsStorage() {
      return all().stream().anyMatch(result -> result.run().readsStorage());
    }

    private String range(ToLongFunction<CellResult> value) {
      long least = all().stream().mapToLong(value).min().orElseThrow();
      long most = all().stream().mapToLong(value).max().orElseThrow();
      String text = Quantities.count(most);
      return least == most ? text : Quantities.count(least) + " to " + text;
    }

    private String distinct(Function<CellResult, String> value) {
      return String.join(" or ", all().stream().map(value).distinct().toList());
    }

    private List<CellResult> all() {
      return cells.stream().flatMap(cell -> cell.rounds().stream()).toList();
    }
  }

  /**
   * The rounds of a store in a workload.
   *
   * @param rounds as they were measured, at least one
   */
  public record Cell(String store, List<CellResult> rounds) {
    /** A figure over the rounds. */
    public Spread spread(Figure figure) {
      return Spread.of(rounds, figure::of);
    }

    /**
     * The round of median throughput, the lower of the two in the middle: the one whose course is
     * shown.
     */
    public CellResult medianRound() {
      return rounds.stream()
          .sorted(Comparator.comparingDouble(CellResult::opsPerSecond))
          .skip((rounds.size() - 1) / 2)
          .findFirst()
          .orElseThrow();
    }

    /** The rounds in which not every answer was checked and right. */
    public List<Integer> unverifiedRounds() {
      return rounds.stream().filter(round -> !round.verified()).map(CellResult::round).toList();
    }

    /** Names of the parts that any round has. */
    public List<String> parts() {
      return rounds.stream()
          .flatMap(round -> round.parts().stream())
          .map(CellResult.Part::name)
          .distinct()
          .toList();
    }

    /** A part of the work in the rounds that have it. */
    public List<CellResult.Part> part(String name) {
      return rounds.stream()
          .flatMap(round -> round.parts().stream())
          .filter(part -> part.name().equals(name))
          .toList();
    }
  }
}
