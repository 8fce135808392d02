package dev.varve.testing;

import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * The tree of directories and the changes to it that no directory sync has made durable.
 *
 * <p>The model: changes of one name become durable in the order they were made; the two halves of a
 * rename stay together; changes of names that have nothing to do with each other are independent.
 * So pending changes fall into groups (connected by common names), and a power loss keeps any
 * prefix of each group.
 *
 * <p>Guarded by the file system's lock.
 */
final class Names {
  /** One name that gets a new meaning; {@code after} is null where it is removed. */
  private record Change(Directory directory, String name, Node after) {}

  /** A directory and a name in it, compared by the directory's identity. */
  private record Key(Directory directory, String name) {}

  /** Pending operations that depend on each other, by their position, oldest first. */
  private static final class Group {
    final List<Integer> numbers = new ArrayList<>();
  }

  private final Directory root;

  /** Each element is one operation: all of its changes or none. */
  private final List<List<Change>> pending = new ArrayList<>();

  Names() {
    this(new Directory());
  }

  private Names(Directory root) {
    this.root = root;
  }

  /** The node of that name, or null. */
  Node find(Path path) {
    Node node = root;
    for (Path name : absolute(path)) {
      if (!(node instanceof Directory directory)) {
        return null;
      }
      node = directory.entries.get(name.toString());
      if (node == null) {
        return null;
      }
    }
    return node;
  }

  Node require(Path path) throws NoSuchFileException {
    Node node = find(path);
    if (node == null) {
      throw new NoSuchFileException(path.toString());
    }
    return node;
  }

  Inode requireFile(Path path) throws FileSystemException {
    if (require(path) instanceof Inode file) {
      return file;
    }
    throw new FileSystemException(path.toString(), null, "Is a directory");
  }

  Directory requireDirectory(Path path) throws FileSystemException {
    if (require(path) instanceof Directory directory) {
      return directory;
    }
    throw new NotDirectoryException(path.toString());
  }

  /** Gives a name to a node, or takes it away where {@code node} is null. */
  void set(Path path, Node node) throws FileSystemException {
    apply(List.of(change(path, node)));
  }

  /** Moves a node from one name to another, as one change. */
  void move(Path from, Path to) throws FileSystemException {
    Node node = require(from);
    apply(List.of(change(from, null), change(to, node)));
  }

  /** Creates a directory whose name is durable at once. */
  void createDirectory(Path path) throws FileSystemException {
    Directory created = new Directory();
    Change change = change(path, created);
    apply(List.of(change));
    sync(change.directory());
  }

  /**
   * Makes the names of a directory durable, and with them whatever their groups did before: the
   * other half of a rename between directories is not lost.
   */
  void sync(Directory directory) {
    for (Group group : groups()) {
      int durable = 0;
      for (int at = 0; at < group.numbers.size(); at++) {
        for (Change change : pending.get(group.numbers.get(at))) {
          if (change.directory() == directory) {
            durable = at + 1;
          }
        }
      }
      for (int number : group.numbers.subList(0, durable)) {
        for (Change change : pending.get(number)) {
          put(change.directory().durableEntries, change);
        }
        pending.set(number, List.of());
      }
    }
    pending.removeIf(List::isEmpty);
  }

  /** The tree as it is now, pending changes included, over copies of its files. */
  Names copy(UnaryOperator<Inode> copyOf) {
    Map<Node, Node> copies = new HashMap<>();
    Names copy = new Names((Directory) copy(root, copies, copyOf));
    for (List<Change> operation : pending) {
      List<Change> changes = new ArrayList<>();
      for (Change change : operation) {
        changes.add(
            new Change(
                (Directory) copy(change.directory(), copies, copyOf),
                change.name(),
                change.after() == null ? null : copy(change.after(), copies, copyOf)));
      }
      copy.pending.add(changes);
    }
    return copy;
  }

  /** A tree that a power loss now may leave, over what it leaves of the files. */
  Names afterPowerLoss(RandomGenerator random, UnaryOperator<Inode> survivorOf) {
    Map<Key, Node> survivingChanges = new HashMap<>();
    for (Group group : groups()) {
      int count = group.numbers.size();
      int kept =
          switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> count;
            default -> random.nextInt(count + 1);
          };
      for (int number : group.numbers.subList(0, kept)) {
        for (Change change : pending.get(number)) {
          survivingChanges.put(new Key(change.directory(), change.name()), change.after());
        }
      }
    }
    return new Names(survivor(root, survivingChanges, new HashMap<>(), survivorOf));
  }

  private static Directory survivor(
      Directory directory,
      Map<Key, Node> changes,
      Map<Inode, Inode> survivors,
      UnaryOperator<Inode> survivorOf) {
    Directory survivor = new Directory();
    Map<String, Node> entries = new TreeMap<>(directory.durableEntries);
    changes.forEach((key, node) -> {
      if (key.directory() == directory) {
        put(entries, new Change(directory, key.name(), node));
      }
    });
    entries.forEach((name, node) -> {
      Node kept =
          switch (node) {
            case Directory child -> survivor(child, changes, survivors, survivorOf);
            case Inode file -> survivors.computeIfAbsent(file, survivorOf);
          };
      survivor.entries.put(name, kept);
      survivor.durableEntries.put(name, kept);
    });
    return survivor;
  }

  private static Node copy(Node node, Map<Node, Node> copies, UnaryOperator<Inode> copyOf) {
    Node known = copies.get(node);
    if (known != null) {
      return known;
    }
    switch (node) {
      case Inode file -> {
        Inode copy = copyOf.apply(file);
        copies.put(file, copy);
        return copy;
      }
      case Directory directory -> {
        Directory copy = new Directory();
        copies.put(directory, copy);
        directory.entries.forEach(
            (name, child) -> copy.entries.put(name, copy(child, copies, copyOf)));
        directory.durableEntries.forEach(
            (name, child) -> copy.durableEntries.put(name, copy(child, copies, copyOf)));
        return copy;
      }
    }
  }

  private Change change(Path path, Node after) throws FileSystemException {
    Path absolute = absolute(path);
    if (absolute.getFileName() == null) {
      throw new FileSystemException(path.toString(), null, "the root cannot change its name");
    }
    return new Change(
        requireDirectory(absolute.getParent()), absolute.getFileName().toString(), after);
  }

  private void apply(List<Change> operation) {
    for (Change change : operation) {
      put(change.directory().entries, change);
    }
    pending.add(operation);
  }

  /** The pending operations, grouped by common names. */
  private List<Group> groups() {
    List<Group> groups = new ArrayList<>();
    Map<Key, Group> groupOf = new HashMap<>();
    for (int number = 0; number < pending.size(); number++) {
      Group group = new Group();
      groups.add(group);
      for (Change change : pending.get(number)) {
        Key key = new Key(change.directory(), change.name());
        Group earlier = groupOf.get(key);
        if (earlier != null && earlier != group) {
          group.numbers.addAll(earlier.numbers);
          groups.remove(earlier);
          groupOf.replaceAll((_, of) -> of == earlier ? group : of);
        }
        groupOf.put(key, group);
      }
      group.numbers.sort(null);
      group.numbers.add(number);
    }
    return groups;
  }

  private static void put(Map<String, Node> entries, Change change) {
    if (change.after() == null) {
      entries.remove(change.name());
    } else {
      entries.put(change.name(), change.after());
    }
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }
}
