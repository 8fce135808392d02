package dev.varve.bench.result;

/**
 * What was measured: the fields of a {@link CellResult} that are known beforehand, with their
 * meaning there.
 */
public record CellIdentity(
    String level,
    String store,
    String workload,
    int threads,
    int round,
    String durability,
    double targetRate,
    long keys,
    int keyBytes,
    String valueBytes,
    RunInfo run) {}
