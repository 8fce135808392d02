package dev.varve.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How much memory pages of files may take, on Linux: the least of what the machine has available
 * and of the room in each control group that this process is in, of either version, up to the
 * outermost that can be seen here. Pages of files that are in memory already count as room.
 *
 * <p>Asked again and again, each time with some small reads below {@code /proc} and {@code
 * /sys/fs/cgroup}. Thread-safe.
 */
final class MachineMemory {
  /** What the system does not tell. */
  static final long UNKNOWN = Long.MAX_VALUE;

  /** Share of the last 10 seconds in which some task waited for memory, in percent. */
  private static final double SHORT_OF_MEMORY = 10;

  private record Group(Path limit, Path high, Path usage, Path statistics, String filePrefix) {}

  private final Path processes;
  private final List<Group> groups;
  private final List<Path> pressures = new ArrayList<>();

  MachineMemory() {
    this(Path.of("/proc"), Path.of("/"));
  }

  /**
   * Looks below other folders than the system's.
   *
   * @param processes in the place of {@code /proc}
   * @param root in the place of {@code /}, for the control groups
   */
  MachineMemory(Path processes, Path root) {
    this.processes = processes;
    groups = groups(root);
    pressures.add(processes.resolve("pressure/memory"));
  }

  /** Bytes that pages of files may take; {@link #UNKNOWN} if the system does not tell. */
  long room() {
    long room = available();
    for (Group group : groups) {
      room = Math.min(room, room(group));
    }
    return room;
  }

  /** Whether tasks wait for memory, as far as the system tells. */
  boolean isShort() {
    for (Path pressure : pressures) {
      for (String line : lines(pressure)) {
        int at = line.indexOf("avg10=");
        if (line.startsWith("some") && at >= 0) {
          String share = line.substring(at + "avg10=".length()).split(" ", 2)[0];
          if (decimal(share) >= SHORT_OF_MEMORY) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private long available() {
    for (String line : lines(processes.resolve("meminfo"))) {
      if (line.startsWith("MemAvailable:")) {
        return number(line.replaceAll("\\D", "")) << 10;
      }
    }
    return UNKNOWN;
  }

  private static long room(Group group) {
    long limit = Math.min(number(group.limit), number(group.high));
    long used = number(group.usage);
    if (limit == UNKNOWN || used == UNKNOWN) {
      return UNKNOWN;
    }
    long files = 0;
    for (String line : lines(group.statistics)) {
      if (line.startsWith(group.filePrefix + "inactive_file ")
          || line.startsWith(group.filePrefix + "active_file ")) {
        files += number(line.substring(line.indexOf(' ') + 1));
      }
    }
    return Math.max(0, limit - Math.max(0, used - files));
  }

  /**
   * The process's groups: a line of {@code /proc/self/cgroup} names the group within its hierarchy,
   * and one of {@code mountinfo} where a part of that hierarchy can be seen.
   */
  private List<Group> groups(Path root) {
    List<Group> found = new ArrayList<>();
    for (String line : lines(processes.resolve("self/cgroup"))) {
      String[] fields = line.split(":", 3);
      boolean second = fields.length == 3 && fields[0].equals("0") && fields[1].isEmpty();
      if (second || (fields.length == 3 && List.of(fields[1].split(",", -1)).contains("memory"))) {
        for (String mount : lines(processes.resolve("self/mountinfo"))) {
          addGroups(found, root, mount, second, fields[2]);
        }
      }
    }
    return found;
  }

  /** Adds the groups from the named one up to the mounted one. */
  private void addGroups(
      List<Group> found, Path root, String mount, boolean second, String groupName) {
    int dash = mount.indexOf(" - ");
    String[] fields = mount.split(" ", -1);
    if (dash < 0 || fields.length < 5) {
      return;
    }
    String[] kind = mount.substring(dash + 3).split(" ", -1);
    boolean same =
        second
            ? kind[0].equals("cgroup2")
            : kind[0].equals("cgroup")
                && List.of(kind[kind.length - 1].split(",", -1)).contains("memory");
    if (!same) {
      return;
    }
    Path mounted = root.resolve(fields[4].substring(1));
    // What is mounted is the hierarchy from fields[3] on; of a group elsewhere only that is seen.
    String below = groupName.startsWith(fields[3]) ? groupName.substring(fields[3].length()) : "";
    Path at = mounted.resolve(below.startsWith("/") ? below.substring(1) : below).normalize();
    while (at.startsWith(mounted)) {
      found.add(
          second
              ? new Group(
                  at.resolve("memory.max"),
                  at.resolve("memory.high"),
                  at.resolve("memory.current"),
                  at.resolve("memory.stat"),
                  "")
              : new Group(
                  at.resolve("memory.limit_in_bytes"),
                  at.resolve("memory.none"),
                  at.resolve("memory.usage_in_bytes"),
                  at.resolve("memory.stat"),
                  "total_"));
      if (second) {
        pressures.add(at.resolve("memory.pressure"));
      }
      at = at.getParent();
    }
  }

  private static long number(Path file) {
    List<String> lines = lines(file);
    return lines.isEmpty() ? UNKNOWN : number(lines.getFirst().strip());
  }

  /** A number, or {@link #UNKNOWN} for {@code max} and whatever else is none. */
  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      return UNKNOWN;
    }
  }

  private static double decimal(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  /** None if there is no such file, or it cannot be read here. */
  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException _) {
      return List.of();
    }
  }
}
