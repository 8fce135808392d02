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
 *     that a store does not support
 */
public record RunInfo(
    String started,
    String version,
    Map<String, String> machine,
    Map<String, String> options,
    Map<String, String> absent) {
  /** Refuses a run without one of its fields. */
  public RunInfo {
    CellResult.present(started, "run.started");
    CellResult.present(version, "run.version");
    CellResult.present(machine, "run.machine");
    CellResult.present(options, "run.options");
    CellResult.present(absent, "run.absent");
  }
}
