package dev.varve.bench.items;

import dev.varve.bench.store.Subject;
import dev.varve.dynamodb.TablePartition;
import dev.varve.dynamodb.VarveOptions;
import dev.varve.engine.LevelStats;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What results say of Varve's operation layer. */
public final class VarveFigures {
  private static final int MEBIBYTE = 1 << 20;

  private VarveFigures() {}

  /** What was set, in the order to be shown. */
  public static Map<String, String> options(VarveOptions options, int partitions) {
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put("durability", options.durability().name());
    shown.put("partitions", Integer.toString(partitions));
    shown.put("memtableBytes", options.engine().memtableBytes() / MEBIBYTE + " MiB");
    shown.put("compression", options.engine().compression().name());
    shown.put("client", "embedded API, in the same process");
    return shown;
  }

  /** The levels of all partitions together. */
  public static List<Subject.LevelFigures> levels(List<TablePartition> partitions) {
    List<Subject.LevelFigures> levels = new ArrayList<>();
    int count = partitions.getFirst().storage().levels().size();
    for (int level = 0; level < count; level++) {
      int tables = 0;
      long bytes = 0;
      for (TablePartition partition : partitions) {
        LevelStats stats = partition.storage().levels().get(level);
        tables += stats.tables();
        bytes += stats.bytes();
      }
      levels.add(new Subject.LevelFigures(level, tables, bytes, -1));
    }
    return levels;
  }
}
