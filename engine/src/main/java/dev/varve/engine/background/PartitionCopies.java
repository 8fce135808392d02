package dev.varve.engine.background;

import dev.varve.engine.compaction.RangeSource;
import dev.varve.engine.compaction.Retention;
import dev.varve.engine.compaction.TableOutput;
import dev.varve.engine.compaction.TableRewrite;
import dev.varve.engine.partition.LoggedMemTable;
import dev.varve.engine.partition.Partition;
import dev.varve.engine.partition.PinnedViews;
import dev.varve.engine.partition.ReadView;
import dev.varve.engine.table.FileMetadata;
import dev.varve.engine.table.SSTableHandle;
import dev.varve.engine.version.PartitionProperties;
import dev.varve.engine.version.Version;
import dev.varve.io.FileSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.YieldingIdleStrategy;

/**
 * Makes new partitions that hold what others held at one moment:
 *
 * <ol>
 *   <li>numbers are taken durably, so that a crash leaves nothing that nobody knows;
 *   <li>each table of a pinned view gets a second name in the new partition's directory, since it
 *       never changes; only where the file system refuses that, it is copied;
 *   <li>what the pinned memtables hold up to the moment is written to tables of level 0. Writers go
 *       on in the same memtables meanwhile;
 *   <li>one edit of the manifest adds all partitions.
 * </ol>
 */
final class PartitionCopies {
  private final BackgroundContext context;
  private final FileSystem files;
  private final TableLinks links;

  PartitionCopies(BackgroundContext context) {
    this.context = context;
    this.files = context.env().files();
    this.links = new TableLinks(files);
  }

  /**
   * Makes the partitions; the log is durable up to the moment.
   *
   * @param properties of the new partitions, in the order of the pinned ones, with their ranges
   * @return them, in the same order
   */
  List<Partition> make(
      PinnedViews moment, List<PartitionProperties> properties, Background.Filled creation)
      throws IOException {
    int count = properties.size();
    int first = context.versions().reserveDurably(count);
    List<Partition> made = new ArrayList<>();
    boolean filesMayGo = true;
    try {
      for (int place = 0; place < count; place++) {
        int id = first + place;
        List<List<FileMetadata>> tables = copy(moment, place, id, properties.get(place));
        Version version = context.versions().open(id, properties.get(place).range(), tables);
        made.add(creation.create(id, properties.get(place), version, List.of()));
      }
      // After an edit that fails the next opening decides whether it counts.
      filesMayGo = false;
      context.versions().add(made, moment.sequence());
      return made;
    } catch (Throwable failure) {
      made.forEach(Partition::close);
      for (int id = first; filesMayGo && id < first + count; id++) {
        links.discard(context.files().partition(id), failure);
      }
      throw failure;
    }
  }

  /** Fills the directory of a new partition, durably; returns its tables by level. */
  private List<List<FileMetadata>> copy(
      PinnedViews moment, int place, int id, PartitionProperties properties) throws IOException {
    int source = moment.partitions().get(place).id();
    ReadView view = moment.view(place);
    Path directory = context.files().partition(id);
    files.createDirectories(directory);
    List<List<FileMetadata>> tables = context.emptyLevels();
    for (int level = 0; level < Version.LEVELS; level++) {
      for (SSTableHandle table : view.version().level(level)) {
        long number = table.metadata().number();
        links.give(context.files().table(source, number), context.files().table(id, number));
        tables.get(level).add(table.metadata());
      }
    }
    List<LoggedMemTable> oldestFirst = new ArrayList<>(view.sealed().reversed());
    oldestFirst.add(view.active());
    for (LoggedMemTable memtable : oldestFirst) {
      boolean last = tables.stream().allMatch(List::isEmpty);
      tables.getFirst().addAll(write(memtable, moment.sequence(), id, properties, last));
    }
    files.syncDirectory(directory);
    return tables;
  }

  /** Writes a memtable as it was at the moment: one table, or none. */
  private List<FileMetadata> write(
      LoggedMemTable memtable, long newest, int id, PartitionProperties properties, boolean last)
      throws IOException {
    // What older snapshots saw of the source they see of the copy, too.
    Retention retention = new Retention(context.snapshots().sequences(), last);
    try (TableOutput output = context.newOutput(id, properties, Long.MAX_VALUE, last)) {
      TableRewrite.run(
          RangeSource.of(new MemTableSource(memtable.table(), newest), properties.range()),
          retention,
          output,
          () -> {
            YieldingIdleStrategy.INSTANCE.idle();
            return true;
          });
      return List.copyOf(output.finish());
    }
  }
}
