package dev.varve.bench.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A limit on the memory of a process, its share of the page cache included, so that data is larger
 * than memory: a control group of Linux, version 2 or 1. None where none was asked for.
 *
 * <p>In version 2 a group that holds processes cannot limit groups below it. There the new group
 * lies beside the own one unless the own one already hands out limits, or can be made to.
 */
final class MemoryLimit implements AutoCloseable {
  private static final Path GROUPS = Path.of("/sys/fs/cgroup");
  private static final Path OWN = Path.of("/proc/self/cgroup");
  private static final int MEBIBYTE = 1 << 20;
  private static final int HUNDRED = 100;

  private static final String MEMORY = "memory";
  private static final String PROCESSES = "cgroup.procs";
  private static final String HANDED_OUT = "cgroup.subtree_control";

  private static final Pattern ASKED = Pattern.compile("(\\d{1,9})|(\\d{1,4}(?:\\.\\d{1,3})?)%");

  private static final MemoryLimit NONE = new MemoryLimit(null);

  private final Path group; // null: no limit

  private MemoryLimit(Path group) {
    this.group = group;
  }

  static MemoryLimit none() {
    return NONE;
  }

  /**
   * The bytes that an option asks for.
   *
   * @param asked MiB, or per cent of the data
   * @throws IllegalArgumentException if it is neither
   */
  static long bytes(String asked, long dataBytes) {
    Matcher matcher = ASKED.matcher(asked.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "--memory-limit is a number of MiB, or a share of the data such as 50%: " + asked);
    }
    long bytes =
        matcher.group(1) != null
            ? Long.parseLong(matcher.group(1)) * MEBIBYTE
            : Math.round(dataBytes * Double.parseDouble(matcher.group(2)) / HUNDRED);
    if (bytes < MEBIBYTE) {
      throw new IllegalArgumentException("--memory-limit must be at least 1 MiB: " + asked);
    }
    return bytes;
  }

  /**
   * Makes a group with that limit.
   *
   * @throws IOException if the system has no control groups or does not let us; the message says
   *     that larger than memory cannot be had here
   */
  static MemoryLimit of(long bytes) throws IOException, InterruptedException {
    return of(bytes, GROUPS, OWN);
  }

  /**
   * As {@link #of(long)}.
   *
   * @param groups where control groups are mounted
   * @param own the file that tells of which groups this process is
   */
  static MemoryLimit of(long bytes, Path groups, Path own)
      throws IOException, InterruptedException {
    try {
      String name = "varve-compare-" + ProcessHandle.current().pid();
      Unified unified = unified(groups, own);
      Path parent = unified != null ? handingOut(unified) : first(groups, own);
      MemoryLimit limit = new MemoryLimit(Files.createDirectory(parent.resolve(name)));
      try {
        limit.set(unified != null ? "memory.max" : "memory.limit_in_bytes", bytes);
        limit.requireEntry();
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

  /** The own group of version 2, with the root of what is mounted; null if that has no memory. */
  private static Unified unified(Path groups, Path own) throws IOException {
    String path = ownPath(own, "0::");
    if (path == null || !holds(groups.resolve("cgroup.controllers"), MEMORY)) {
      return null; // not mounted there, or memory is left to version 1
    }
    return new Unified(groups, groups.resolve(path).normalize());
  }

  private record Unified(Path root, Path group) {}

  /** The group below which the new one goes, in version 2. */
  private static Path handingOut(Unified own) throws IOException {
    if (holds(own.group().resolve(HANDED_OUT), MEMORY)) {
      return own.group();
    }
    Path above = own.group().getParent();
    boolean top = own.group().equals(own.root());
    if (!top && holds(above.resolve(HANDED_OUT), MEMORY)) {
      return above;
    }
    try {
      Files.writeString(own.group().resolve(HANDED_OUT), "+" + MEMORY);
    } catch (IOException refused) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "the control group %s hands out no limits of memory, and cannot since it holds processes or is not ours; start varve in a group below one that does (%s)",
              own.group(),
              refused),
          refused);
    }
    return own.group();
  }

  /** The own group of memory, in version 1. */
  private static Path first(Path groups, Path own) throws IOException {
    String path = ownPath(own, ":" + MEMORY + ":");
    if (path == null) {
      throw new IOException("no control groups for memory");
    }
    return groups.resolve(MEMORY).resolve(path);
  }

  /** The path of the own group in the hierarchy whose line holds that, or null. */
  private static String ownPath(Path own, String hierarchy) throws IOException {
    for (String line : Files.readAllLines(own, StandardCharsets.UTF_8)) {
      if (line.contains(hierarchy)) {
        return line.substring(line.indexOf(':', line.indexOf(':') + 1) + 2);
      }
    }
    return null;
  }

  /** Whether a file exists and has that word. */
  private static boolean holds(Path file, String word) throws IOException {
    return Files.exists(file)
        && List.of(Files.readString(file).strip().split("\\s+")).contains(word);
  }

  private void set(String file, long bytes) throws IOException {
    Files.writeString(group.resolve(file), Long.toString(bytes));
  }

  /** Throws unless a process can enter the group. */
  private void requireEntry() throws IOException, InterruptedException {
    Process trial = new ProcessBuilder(wrap(List.of("true"))).redirectErrorStream(true).start();
    String said = new String(trial.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (trial.waitFor() != 0) {
      throw new IOException(
          "no process can enter the control group " + group + ": " + said.strip());
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
                group.resolve(PROCESSES).toString()));
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
}
