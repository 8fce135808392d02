package dev.varve.engine;

/**
 * One level of a partition.
 *
 * @param tables number of tables
 * @param bytes length of their files
 * @param entries entries in them, tombstones and old versions included
 * @param tombstones how many of these are tombstones
 * @param oldVersions how many are not the newest of their key in their table: kept for snapshots
 * @param writtenBytes length of the tables that flushes and compactions wrote to it since opening
 */
public record LevelStats(
    int tables, long bytes, long entries, long tombstones, long oldVersions, long writtenBytes) {}
