package dev.varve.io;

import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A directory of a {@link RamFileSystem}, from which paths are followed downwards. Guarded by the
 * file system's lock.
 */
final class RamDirectory implements RamNode {
  private final TreeMap<String, RamNode> entries = new TreeMap<>();

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** In ascending order. */
  List<String> names() {
    return List.copyOf(entries.keySet());
  }

  /** What has that path, which is absolute and normalized, below this directory; or null. */
  RamNode find(Path path) {
    RamNode node = this;
    for (Path name : path) {
      if (!(node instanceof RamDirectory directory)) {
        return null;
      }
      node = directory.entries.get(name.toString());
      if (node == null) {
        return null;
      }
    }
    return node;
  }

  RamNode require(Path path) throws NoSuchFileException {
    RamNode node = find(path);
    if (node == null) {
      throw new NoSuchFileException(path.toString());
    }
    return node;
  }

  RamInode requireFile(Path path) throws FileSystemException {
    if (require(path) instanceof RamInode file) {
      return file;
    }
    throw new FileSystemException(path.toString(), null, "Is a directory");
  }

  RamDirectory requireDirectory(Path path) throws FileSystemException {
    if (require(path) instanceof RamDirectory directory) {
      return directory;
    }
    throw new NotDirectoryException(path.toString());
  }

  /** Gives a path to a node, in place of what had it; or takes it away where the node is null. */
  void set(Path path, RamNode node) throws FileSystemException {
    if (path.getFileName() == null) {
      throw new FileSystemException(path.toString(), null, "the root cannot change its name");
    }
    Map<String, RamNode> siblings = requireDirectory(path.getParent()).entries;
    String name = path.getFileName().toString();
    if (node instanceof RamInode file) {
      file.named();
    }
    RamNode before = node == null ? siblings.remove(name) : siblings.put(name, node);
    if (before instanceof RamInode file) {
      file.unnamed();
    }
  }

  /** A copy whose files are forks of these. */
  RamDirectory fork(Map<RamInode, RamInode> forks) {
    RamDirectory fork = new RamDirectory();
    entries.forEach((name, node) -> {
      switch (node) {
        case RamDirectory directory -> fork.entries.put(name, directory.fork(forks));
        case RamInode file -> {
          RamInode forked =
              forks.computeIfAbsent(file, known -> new RamInode(known.bytes().fork()));
          forked.named();
          fork.entries.put(name, forked);
        }
      }
    });
    return fork;
  }

  /** Removes all that is in it. */
  void clear() {
    for (RamNode node : entries.values()) {
      switch (node) {
        case RamDirectory directory -> directory.clear();
        case RamInode file -> file.unnamed();
      }
    }
    entries.clear();
  }
}
