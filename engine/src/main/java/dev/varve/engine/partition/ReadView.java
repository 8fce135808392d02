package dev.varve.engine.partition;

import dev.varve.engine.pin.RefCounted;
import dev.varve.engine.version.Version;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything a reader of one partition looks at, newest first: the memtable that takes writes, the
 * sealed ones that wait for their flush, and the tables. Immutable; holds a reference to each part.
 */
public final class ReadView extends RefCounted {
  private final LoggedMemTable active;
  private final List<LoggedMemTable> sealed;
  private final Version version;
  private final PartitionDirectory directory;

  public ReadView(
      LoggedMemTable active,
      List<LoggedMemTable> sealed,
      Version version,
      PartitionDirectory directory) {
    this.active = active;
    this.sealed = List.copyOf(sealed);
    this.version = version;
    this.directory = directory;
    active.retain();
    this.sealed.forEach(LoggedMemTable::retain);
    version.retain();
    directory.retain();
  }

  public LoggedMemTable active() {
    return active;
  }

  /** Sealed memtables, newest first. */
  public List<LoggedMemTable> sealed() {
    return sealed;
  }

  public Version version() {
    return version;
  }

  /** The newest sequence number in memtables; 0 if they are empty. */
  public long largestSequence() {
    long newest = active.table().largestSequence();
    for (LoggedMemTable memtable : sealed) {
      newest = Math.max(newest, memtable.table().largestSequence());
    }
    return newest;
  }

  /** The next view when the active memtable is sealed. */
  public ReadView sealing(LoggedMemTable next) {
    List<LoggedMemTable> longer = new ArrayList<>(sealed.size() + 1);
    longer.add(active);
    longer.addAll(sealed);
    return new ReadView(next, longer, version, directory);
  }

  /** The next view when sealed memtables have become tables; {@code flushed} may be empty. */
  public ReadView installing(Version next, List<LoggedMemTable> flushed) {
    List<LoggedMemTable> shorter = new ArrayList<>(sealed);
    shorter.removeAll(flushed);
    return new ReadView(active, shorter, next, directory);
  }

  @Override
  protected void free() {
    active.release();
    sealed.forEach(LoggedMemTable::release);
    version.release();
    // Last: the tables' files are in it.
    directory.release();
  }
}
