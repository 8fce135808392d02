package dev.varve.bench.report;

import java.util.Map;

/**
 * The circumstances of a run: what has to be the same for two runs to be compared.
 *
 * @param settings name to value, in the order in which they are shown
 */
public record RunDescription(Map<String, String> settings) {}
