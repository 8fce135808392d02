package dev.varve.bench.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A limit on the memory of a process, its share of the page cache included, so that data is larger
 * than memory: a control group of Linux, version 2 or 1, below the own one. None where none was
 * asked for.
 */
final class MemoryLimit implements AutoCloseable {
  private static final Path GROUPS = Path.of("/sys/fs/cgroup");
  private static final MemoryLimit NONE = new MemoryLimit(null);

  private final Path group; // null: no limit

  private MemoryLimit(Path group) {
    this.group = group;
  }

  static MemoryLimit none() {
    return NONE;
  }

  /**
   * Makes a group with that limit.
   *
   * @throws IOException if the system has no control groups or does not let us; the message says
   *     that larger than memory cannot be had here
   */
  static MemoryLimit of(long bytes) throws IOException {
    try {
      Path unified = own("0::");
      Path parent =
          unified != null && Files.exists(unified.resolve("memory.max"))
              ? unified
              : own(":memory:");
      if (parent == null) {
        throw new IOException("no control groups for memory");
      }
      Path group =
          Files.createDirectory(parent.resolve("varve-compare-" + ProcessHandle.current().pid()));
      MemoryLimit limit = new MemoryLimit(group);
      try {
        Path file = group.resolve("memory.max");
        Files.writeString(
            Files.exists(file) ? file : group.resolve("memory.limit_in_bytes"),
            Long.toString(bytes));
        return limit;
      } catch (IOException refused) {
        limit.close();
        throw refused;
      }
    } catch (IOException refused) {
      throw new IOException(
          "this system does not let the memory of a process be limited, so larger than memory cannot be measured here: "
              + refused,
          refused);
    }
  }

  /** The command that runs a command inside the group. */
  List<String> wrap(List<String> command) {
    if (group == null) {
      return command;
    }
    List<String> wrapped =
        new ArrayList<>(
            List.of(
                "/bin/sh",
                "-c",
                "echo $$ > \"$0\" && exec \"$@\"",
                group.resolve("cgroup.procs").toString()));
    wrapped.addAll(command);
    return wrapped;
  }

  /** Removes the group; its processes have ended. */
  @Override
  public void close() throws IOException {
    if (group != null) {
      Files.deleteIfExists(group);
    }
  }

  /** The own group in the hierarchy whose line holds that, or null. */
  private static Path own(String hierarchy) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/cgroup"), StandardCharsets.UTF_8)) {
      if (line.contains(hierarchy)) {
        String path = line.substring(line.indexOf(':', line.indexOf(':') + 1) + 2);
        Path mounted = hierarchy.equals("0::") ? GROUPS : GROUPS.resolve("memory");
        return mounted.resolve(path);
      }
    }
    return null;
  }
}
