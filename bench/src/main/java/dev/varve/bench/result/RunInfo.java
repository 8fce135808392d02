package dev.varve.bench.result;

import java.util.Map;

/**
 * The circumstances of a run, the same in each of its lines.
 *
 * @param started when it began, ISO 8601 with its offset
 * @param version of Varve: its commit where known
 * @param machine what it ran on, in the order to be shown: processor, memory, disk, system, Java
 * @param options what was asked for, in the order to be shown
 * @param absent what was asked for and not measured, and why: stores that could not run, workloads
 *     that a store does not support, or for which the memory was too little
 */
public record RunInfo(
    String started,
    String version,
    Map<String, String> machine,
    Map<String, String> options,
    Map<String, String> absent) {
  /** The option that tells how much memory there was. */
  public static final String MEMORY = "memory";

  /** Its value without a limit. */
  public static final String NO_LIMIT = "no limit";

  /** The option that tells what the page cache held. */
  public static final String PAGE_CACHE = "page cache";

  /** Its value if that was nothing. */
  public static final String COLD = "cold";

  /** Refuses a run without one of its fields. */
  public RunInfo {
    CellResult.present(started, "run.started");
    CellResult.present(version, "run.version");
    CellResult.present(machine, "run.machine");
    CellResult.present(options, "run.options");
    CellResult.present(absent, "run.absent");
  }

  /** The same run, in which other things were not measured. */
  public RunInfo withAbsent(Map<String, String> absentNow) {
    return new RunInfo(started, version, machine, options, absentNow);
  }

  /** Whether the run was meant to read from storage: memory was limited, or the page cache cold. */
  public boolean readsStorage() {
    return !options.getOrDefault(MEMORY, NO_LIMIT).equals(NO_LIMIT)
        || COLD.equals(options.get(PAGE_CACHE));
  }
}
