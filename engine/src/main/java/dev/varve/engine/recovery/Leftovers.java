package dev.varve.engine.recovery;

import dev.varve.engine.partition.EngineFiles;
import dev.varve.engine.table.FileMetadata;
import dev.varve.engine.version.ManifestState;
import dev.varve.engine.version.ManifestState.PartitionState;
import dev.varve.engine.version.Version;
import dev.varve.io.FileSystem;
import java.io.IOException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Files in an engine's directory that no version lists. Deleted is only what surely nobody needs:
 * tables that an edit removed, partitions that an edit dropped, and outputs that were never
 * finished. Any other table or partition may be one whose edit was lost: it is moved aside. Names
 * that the engine does not give are left alone.
 */
public final class Leftovers {
  private final FileSystem files;
  private final EngineFiles layout;
  private final ManifestState state;
  private final List<Path> movedAside = new ArrayList<>();

  public Leftovers(FileSystem files, EngineFiles layout, ManifestState state) {
    this.files = files;
    this.layout = layout;
    this.state = state;
  }

  /** Deletes the tables that edits removed, before the manifest forgets them. */
  public void deleteObsolete() throws IOException {
    for (Map.Entry<Integer, PartitionState> entry : state.partitions().entrySet()) {
      for (long number : entry.getValue().obsolete()) {
        Path table = layout.table(entry.getKey(), number);
        if (files.exists(table)) {
          files.delete(table);
        }
      }
    }
  }

  /** See {@link ManifestState.LeftFiles}. */
  public Set<Long> among(int partition, Set<Long> numbers) throws IOException {
    Set<Long> left = new HashSet<>();
    for (long number : numbers) {
      if (files.exists(layout.table(partition, number))) {
        left.add(number);
      }
    }
    if (files.exists(layout.partition(partition))) {
      // After the look: what it missed is now durably gone.
      files.syncDirectory(layout.partition(partition));
    }
    return left;
  }

  /**
   * Deletes and moves aside; once the manifest is durable that says what is listed.
   *
   * @return what was moved aside, by its new names
   */
  public List<Path> clear() throws IOException {
    for (Map.Entry<Integer, PartitionState> entry : state.partitions().entrySet()) {
      clearLive(entry.getKey(), entry.getValue());
    }
    for (String name : files.list(layout.root())) {
      int partition = EngineFiles.partitionNumber(name);
      if (partition >= 0 && !state.partitions().containsKey(partition)) {
        clearOther(partition, layout.root().resolve(name));
      }
    }
    return movedAside;
  }

  private void clearLive(int partition, PartitionState tables) throws IOException {
    Set<Long> listed = new HashSet<>();
    for (int level = 0; level < Version.LEVELS; level++) {
      for (FileMetadata file : tables.level(level)) {
        listed.add(file.number());
      }
    }
    Path directory = layout.partition(partition);
    for (String name : files.list(directory)) {
      long number = EngineFiles.tableNumber(name);
      if (EngineFiles.isUnfinishedTable(name)) {
        files.delete(directory.resolve(name));
      } else if (number >= 0 && !listed.contains(number)) {
        moveAside(directory.resolve(name), directory.getFileName() + "-" + name);
      }
    }
  }

  /** Of a partition that was dropped, or of which the manifest has never heard. */
  private void clearOther(int partition, Path directory) throws IOException {
    List<String> names;
    try {
      names = files.list(directory);
    } catch (NotDirectoryException _) {
      return; // no partition, whatever its name
    }
    boolean foreign = false;
    if (partition < state.nextPartition()) {
      for (String name : names) {
        if (EngineFiles.tableNumber(name) >= 0 || EngineFiles.isUnfinishedTable(name)) {
          files.delete(directory.resolve(name));
        } else {
          foreign = true;
        }
      }
      if (!foreign) {
        files.delete(directory);
      }
    } else if (names.isEmpty()) {
      files.delete(directory);
    } else {
      moveAside(directory, directory.getFileName().toString());
    }
  }

  private void moveAside(Path from, String name) throws IOException {
    files.createDirectories(layout.aside());
    Path to = layout.aside().resolve(name);
    for (int copy = 1; files.exists(to); copy++) {
      to = layout.aside().resolve(name + "." + copy);
    }
    files.rename(from, to);
    files.syncDirectory(layout.aside());
    files.syncDirectory(from.getParent());
    movedAside.add(to);
  }
}
