package dev.varve.bench.items;

import dev.varve.bench.kv.Work;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A workload of one operation, all partition keys equally often or few of them often.
 *
 * @param operation what is done
 * @param skewed whether partition keys follow a Zipfian distribution
 */
public record ItemWorkload(ItemOperation operation, boolean skewed) {
  private static final String SKEWED = "-skewed";

  private static final List<ItemWorkload> ALL =
      Stream.of(ItemOperation.values())
          .flatMap(operation ->
              Stream.of(new ItemWorkload(operation, false), new ItemWorkload(operation, true)))
          .toList();

  /** All workloads. */
  public static List<ItemWorkload> all() {
    return ALL;
  }

  /**
   * The workload of a name.
   *
   * @throws IllegalArgumentException if there is none; the message lists all
   */
  public static ItemWorkload named(String name) {
    return ALL.stream()
        .filter(workload -> workload.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "unknown workload: "
                    + name
                    + "; there are "
                    + ALL.stream().map(ItemWorkload::name).collect(Collectors.joining(", "))));
  }

  /** Its name in commands and results. */
  public String name() {
    return operation.workload() + (skewed ? SKEWED : "");
  }

  /** One sentence. */
  public String what() {
    return operation.what()
        + (skewed ? "; few partition keys often, Zipfian " + ItemWork.SKEW : "");
  }

  /** Whether it changes the store. */
  public boolean writes() {
    return operation.writes();
  }

  /** Makes what its threads do. */
  public Work work(ItemCell<?> cell) {
    return new ItemWork<>(this, cell);
  }
}
