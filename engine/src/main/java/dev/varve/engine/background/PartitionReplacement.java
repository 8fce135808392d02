package dev.varve.engine.background;

import dev.varve.engine.event.EngineEvent;
import dev.varve.engine.partition.LoggedMemTable;
import dev.varve.engine.partition.Partition;
import dev.varve.engine.partition.ReadView;
import dev.varve.engine.partition.VersionSet;
import dev.varve.engine.table.FileMetadata;
import dev.varve.engine.table.KeyRange;
import dev.varve.engine.table.SSTableHandle;
import dev.varve.engine.version.PartitionProperties;
import dev.varve.engine.version.Version;
import dev.varve.engine.write.Committer;
import dev.varve.io.FileSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Lets partitions take the place of others, whose keys they divide among themselves or hold
 * together, while writes go on:
 *
 * <ol>
 *   <li>numbers are taken durably, so that a crash leaves nothing that nobody knows;
 *   <li>each table gets a further name in the directory of each new partition of whose keys it may
 *       hold some. So far nothing stops flushes and compactions;
 *   <li>tables that have come since get theirs. One edit of the manifest drops the old partitions,
 *       adds the new ones with their tables, and says whose place they take: writes to the old ones
 *       that the log has and no table are theirs, each by its key. So writes go on, to the old
 *       ones, whose memtables are not flushed any more;
 *   <li>between two batches the new partitions get the memtables of the old ones, and are shown.
 * </ol>
 *
 * <p>For one thread.
 */
public final class PartitionReplacement {
  /**
   * A partition that is to be replaced.
   *
   * @param range of its keys, those that it may hold; it holds others in no table of its own
   */
  public record Parent(Partition partition, KeyRange range) {}

  /** A partition that is to be, and what has been opened for it. */
  private static final class Child {
    private final int id;
    private final PartitionProperties properties;
    private final SortedMap<Long, SSTableHandle> tables = new TreeMap<>();
    private final Set<SSTableHandle> added = new HashSet<>();

    private Child(int id, PartitionProperties properties) {
      this.id = id;
      this.properties = properties;
    }

    /** Tables that were compacted away before the edit. */
    private Stream<SSTableHandle> unused() {
      return tables.values().stream().filter(table -> !added.contains(table));
    }
  }

  private final BackgroundContext context;
  private final Committer committer;
  private final List<Parent> parents;
  private final List<Partition> replaced;
  private final Background.Filled creation;
  private final List<Child> children = new ArrayList<>();
  private final FileSystem files;
  private final TableLinks links;

  /** Whether nothing can be taken back any more. */
  private boolean tried;

  private final long begin;

  /** To be told when they are shown. */
  private final List<EngineEvent> events = new ArrayList<>();

  /** What the edit says; null before. */
  private VersionSet.Succession succession;

  private boolean shown;
  private boolean closed;

  private PartitionReplacement(
      BackgroundContext context,
      Committer committer,
      List<Parent> parents,
      Background.Filled creation) {
    this.context = context;
    this.committer = committer;
    this.parents = List.copyOf(parents);
    this.replaced = parents.stream().map(Parent::partition).toList();
    this.creation = creation;
    this.begin = context.env().clock().nanoTime();
    this.files = context.env().files();
    this.links = new TableLinks(files);
  }

  /**
   * Gives names to the tables that there are.
   *
   * @param parents noted by {@link Committer#beginReplacement}; to be {@link
   *     Committer#cancelReplacement cancelled} by the caller if this fails
   * @param properties of the new partitions, with ranges
   */
  static PartitionReplacement prepare(
      BackgroundContext context,
      Committer committer,
      List<Parent> parents,
      List<PartitionProperties> properties,
      Background.Filled creation)
      throws IOException {
    PartitionReplacement made = new PartitionReplacement(context, committer, parents, creation);
    int first = context.versions().reserveDurably(properties.size());
    for (int place = 0; place < properties.size(); place++) {
      made.children.add(new Child(first + place, properties.get(place)));
    }
    try {
      for (Child child : made.children) {
        made.files.createDirectories(context.files().partition(child.id));
        List<ReadView> pinned = made.replaced.stream().map(Partition::pinView).toList();
        try {
          made.versionOf(child, pinned.stream().map(ReadView::version).toList()).release();
        } finally {
          pinned.forEach(ReadView::release);
        }
      }
      return made;
    } catch (Throwable failure) {
      made.discard(failure);
      throw failure;
    }
  }

  /** Whether the edit has been made. */
  public boolean isWritten() {
    return succession != null;
  }

  /** The numbers of the new partitions, ascending. */
  public List<Integer> children() {
    return children.stream().map(child -> child.id).toList();
  }

  /**
   * Makes the edit: from now on they will be replaced, whatever happens.
   *
   * @throws IOException if that failed; if it was not the edit, nothing has changed
   */
  public void write() throws IOException {
    if (tried) {
      throw new IllegalStateException("it was applied before");
    }
    succession =
        context
            .versions()
            .replace(
                replaced,
                children(),
                children.stream().map(child -> child.properties).toList(),
                new Tables());
  }

  /**
   * Shows the new partitions, between two batches, if the edit has been made. The old ones take no
   * writes any more and can be read, as they are now, until {@link #close}.
   */
  public void show() {
    if (succession == null) {
      throw new IllegalStateException("the edit has not been made");
    }
    if (!shown) {
      shown = true;
      try {
        committer.replace(
            replaced,
            () -> {
              List<Partition> made = made();
              replaced.forEach(partition -> partition.setSuccessors(made));
              context.versions().show(replaced, made);
            });
      } catch (RuntimeException | Error fault) {
        context.health().fail(fault); // the manifest has what this engine has not
        throw fault;
      }
      noteEvents();
    }
  }

  private void noteEvents() {
    for (int place = 0; place < children.size(); place++) {
      int id = children.get(place).id;
      for (int level = 0; level < Version.LEVELS; level++) {
        for (SSTableHandle table : succession.versions().get(place).level(level)) {
          FileMetadata file = table.metadata();
          Path path = context.files().table(id, file.number());
          events.add(new EngineEvent.TableCreated(id, path, file.fileBytes()));
        }
      }
    }
    events.add(
        new EngineEvent.PartitionsReplaced(
            replaced.stream().map(Partition::id).toList(),
            children(),
            context.events().since(begin)));
  }

  /** Tells of what {@link #show} has shown; after it, without any lock. */
  public void tell() {
    events.forEach(context.events()::emit);
  }

  private final class Tables implements VersionSet.SuccessorTables {
    @Override
    public List<Version> versions() throws IOException {
      List<Version> made = new ArrayList<>();
      try {
        List<Version> present =
            replaced.stream().map(partition -> partition.view().version()).toList();
        for (Child child : children) {
          Version version = versionOf(child, present);
          made.add(version);
          for (int level = 0; level < Version.LEVELS; level++) {
            child.added.addAll(version.level(level));
          }
        }
      } catch (Throwable failure) {
        made.forEach(Version::release);
        throw failure;
      }
      // After an edit that fails the next opening decides whether it counts.
      tried = true;
      return made;
    }

    @Override
    public Collection<Long> unused(int place) {
      return children.get(place).unused().map(table -> table.metadata().number()).toList();
    }
  }

  /** The new partitions, with the memtables of the old ones; nothing is written to these. */
  private List<Partition> made() {
    List<LoggedMemTable> inherited = memtables();
    List<Partition> made = new ArrayList<>();
    for (int place = 0; place < children.size(); place++) {
      Child child = children.get(place);
      Version version = succession.versions().get(place);
      version.retain(); // the partition's
      made.add(
          creation.create(
              child.id, child.properties.withParents(succession.parents()), version, inherited));
    }
    return made;
  }

  /** Of all parents, those of each the newest first; nothing is written to them. */
  private List<LoggedMemTable> memtables() {
    List<LoggedMemTable> all = new ArrayList<>();
    for (Partition partition : replaced) {
      ReadView view = partition.view();
      if (!view.active().isEmpty()) {
        all.add(view.active());
      }
      all.addAll(view.sealed());
    }
    return all;
  }

  /**
   * The tables that a child has of some versions of its parents, each open and with a durable name.
   *
   * @return with one reference, the caller's
   */
  private Version versionOf(Child child, List<Version> present) throws IOException {
    KeyRange range = child.properties.range();
    List<List<SSTableHandle>> levels = context.emptyLevels();
    boolean linked = false;
    for (int parent = 0; parent < replaced.size(); parent++) {
      for (int level = 0; level < Version.LEVELS; level++) {
        for (SSTableHandle table : present.get(parent).level(level)) {
          FileMetadata file = table.metadata();
          requireOwn(parents.get(parent), file);
          if (range.overlaps(file.smallest(), file.largest())) {
            SSTableHandle known = child.tables.get(file.number());
            if (known == null) {
              linked = true;
              known = link(replaced.get(parent), child, file);
            }
            levels.get(level).add(known);
          }
        }
      }
    }
    Path directory = context.files().partition(child.id);
    if (linked) {
      files.syncDirectory(directory);
    }
    Version empty = Version.empty();
    try {
      return empty.with(levels, Set.of());
    } finally {
      empty.release();
    }
  }

  private SSTableHandle link(Partition parent, Child child, FileMetadata file) throws IOException {
    long number = file.number();
    links.give(context.files().table(parent.id(), number), context.files().table(child.id, number));
    SSTableHandle opened = context.versions().openTable(child.id, child.properties.range(), file);
    child.tables.put(number, opened);
    return opened;
  }

  /** Where several are put together, what one held beyond its own keys would hide another's. */
  private void requireOwn(Parent parent, FileMetadata file) {
    if (parents.size() > 1 && !parent.range().covers(file.smallest(), file.largest())) {
      throw new IllegalArgumentException(
          "partition %d has other keys than those of %s"
              .formatted(parent.partition().id(), parent.range()));
    }
  }

  /**
   * Lets go of the old partitions, which are replaced for good if the edit was made, or of what was
   * prepared. Closing twice is allowed.
   *
   * @param open whether the engine is open: else only memory is to be freed
   */
  public void close(boolean open) {
    if (closed) {
      return;
    }
    closed = true;
    if (succession != null) {
      if (open) {
        show(); // it cannot be taken back
      }
      releaseTables();
      succession.versions().forEach(Version::release);
      if (open) {
        context.versions().forget(replaced);
      }
    } else {
      committer.cancelReplacement(replaced);
      discard(new IOException("not applied"));
    }
  }

  private void releaseTables() {
    for (Child child : children) {
      child
          .unused()
          .forEach(table ->
              table.markObsolete((file, _, failure) -> {
                if (failure != null) {
                  context.events().emit(new EngineEvent.FileLeft(file, failure));
                }
              }));
      child.tables.values().forEach(SSTableHandle::release);
      child.tables.clear();
    }
  }

  private void discard(Throwable failure) {
    for (Child child : children) {
      child.tables.values().forEach(SSTableHandle::release);
      child.tables.clear();
      if (!tried) {
        links.discard(context.files().partition(child.id), failure);
      }
    }
  }
}
