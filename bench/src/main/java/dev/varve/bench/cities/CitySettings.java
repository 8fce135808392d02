package dev.varve.bench.cities;

import dev.varve.engine.Durability;
import java.nio.file.Path;

/**
 * The settings of one run.
 *
 * @param directory where the database goes; absent or empty before
 * @param keep whether the directory stays afterwards
 * @param out the folder for the result files
 * @param durability when a write is acknowledged
 * @param partitions how many partitions the table has
 * @param memtableBytes memory of a partition's memtable; less than the engine's default, so that
 *     tables are flushed and compacted although the data set is small
 * @param threads how many threads do the operations
 * @param seed of all random choices
 * @param items how many items of the data set are used
 * @param scale how many operations the phases do
 * @param warmUpSeconds for how long each phase runs before, at most, on a database of its own
 */
record CitySettings(
    Path directory,
    boolean keep,
    Path out,
    Durability durability,
    int partitions,
    int memtableBytes,
    int threads,
    long seed,
    int items,
    CityPhase.Scale scale,
    double warmUpSeconds) {}
