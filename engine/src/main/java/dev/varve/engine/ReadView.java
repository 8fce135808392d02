package dev.varve.engine;

import dev.varve.engine.pin.RefCounted;
import dev.varve.engine.version.Version;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything a reader of one partition looks at, newest first: the memtable that takes writes, the
 * sealed ones that wait for their flush, and the tables. Immutable; holds a reference to each part.
 */
final class ReadView extends RefCounted {
  private final MemHandle active;
  private final List<MemHandle> sealed;
  private final Version version;
  private final PartitionDirectory directory;

  ReadView(
      MemHandle active, List<MemHandle> sealed, Version version, PartitionDirectory directory) {
    this.active = active;
    this.sealed = List.copyOf(sealed);
    this.version = version;
    this.directory = directory;
    active.retain();
    this.sealed.forEach(MemHandle::retain);
    version.retain();
    directory.retain();
  }

  MemHandle active() {
    return active;
  }

  /** Sealed memtables, newest first. */
  List<MemHandle> sealed() {
    return sealed;
  }

  Version version() {
    return version;
  }

  /** The next view when the active memtable is sealed. */
  ReadView sealing(MemHandle next) {
    List<MemHandle> longer = new ArrayList<>(sealed.size() + 1);
    longer.add(active);
    longer.addAll(sealed);
    return new ReadView(next, longer, version, directory);
  }

  /** The next view when sealed memtables have become tables; {@code flushed} may be empty. */
  ReadView installing(Version next, List<MemHandle> flushed) {
    List<MemHandle> shorter = new ArrayList<>(sealed);
    shorter.removeAll(flushed);
    return new ReadView(active, shorter, next, directory);
  }

  @Override
  protected void free() {
    active.release();
    sealed.forEach(MemHandle::release);
    version.release();
    // Last: the tables' files are in it.
    directory.release();
  }
}
