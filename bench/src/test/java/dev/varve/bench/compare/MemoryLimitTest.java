package dev.varve.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.bench.files.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On folders made up as control groups are; no system is asked. */
class MemoryLimitTest {
  private static final long LIMIT = 100L << 20;

  @TempDir private Path folder;

  private Path groups;
  private Path own;

  @BeforeEach
  void makeFolders() throws IOException {
    groups = Files.createDirectory(folder.resolve("groups"));
    own = folder.resolve("own");
  }

  private Path group(String path, String handedOut) throws IOException {
    Path group = Files.createDirectories(groups.resolve(path));
    Files.writeString(group.resolve("cgroup.subtree_control"), handedOut);
    return group;
  }

  private void secondVersion(String path) throws IOException {
    Files.writeString(groups.resolve("cgroup.controllers"), "cpu io memory\n");
    Files.writeString(own, "0::/" + path + "\n");
  }

  private MemoryLimit limit() throws IOException, InterruptedException {
    return MemoryLimit.of(LIMIT, groups, own);
  }

  /** The one group that was made below or beside another. */
  private static Path made(Path parent) throws IOException {
    try (Stream<Path> inside = Files.list(parent)) {
      return inside
          .filter(path -> path.getFileName().toString().startsWith("varve-compare-"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static void assertLimited(MemoryLimit limit, Path parent, String file)
      throws IOException {
    Path group = made(parent);
    assertEquals(Long.toString(LIMIT), Files.readString(group.resolve(file)));
    assertTrue(Files.exists(group.resolve("cgroup.procs")), "a process has tried to enter");
    List<String> wrapped = limit.wrap(List.of("java", "-version"));
    assertEquals(
        List.of(group.resolve("cgroup.procs").toString(), "java", "-version"),
        wrapped.subList(3, wrapped.size()));
    Folders.renew(group); // as the system's own files do not keep a group from being removed
    limit.close();
    assertFalse(Files.exists(group));
  }

  @Test
  void theGroupLiesBesideTheOwnOneWhichHoldsProcesses() throws Exception {
    secondVersion("user/session");
    Path user = group("user", "cpu memory\n");
    group("user/session", "\n");
    assertLimited(limit(), user, "memory.max");
  }

  @Test
  void theGroupLiesInTheOwnOneIfThatHandsOutLimits() throws Exception {
    secondVersion("user/session");
    group("user", "memory\n");
    Path session = group("user/session", "memory pids\n");
    assertLimited(limit(), session, "memory.max");
  }

  @Test
  void theRootIsMadeToHandOutLimits() throws Exception {
    secondVersion("");
    Path root = group("", "cpu\n");
    assertLimited(limit(), root, "memory.max");
    assertEquals("+memory", Files.readString(groups.resolve("cgroup.subtree_control")));
  }

  @Test
  void whereLimitsAreNotHandedOutThatIsTheReason() throws IOException {
    secondVersion("user/session");
    group("user", "cpu\n");
    Path session = Files.createDirectories(groups.resolve("user/session"));
    // Cannot be written, as the system refuses it for a group with processes.
    Files.createSymbolicLink(
        session.resolve("cgroup.subtree_control"), session.resolve("missing/file"));
    IOException refused = assertThrows(IOException.class, this::limit);
    assertTrue(refused.getMessage().contains("larger than memory"), refused::getMessage);
    assertTrue(
        refused.getMessage().contains(session + " hands out no limits of memory"),
        refused::getMessage);
  }

  @Test
  void theFirstVersionHasAHierarchyForMemory() throws Exception {
    Files.writeString(own, "5:devices:/\n4:memory:/some/where\n0::/\n");
    Path group = Files.createDirectories(groups.resolve("memory/some/where"));
    assertLimited(limit(), group, "memory.limit_in_bytes");
  }

  @Test
  void aGroupThatIsThereAlreadyIsNotOurs() throws IOException {
    Files.writeString(own, "4:memory:/\n");
    Path memory = Files.createDirectories(groups.resolve("memory"));
    Path foreseen =
        Files.createDirectories(memory.resolve("varve-compare-" + ProcessHandle.current().pid()));
    assertThrows(IOException.class, this::limit, "it is there already");
    assertTrue(Files.exists(foreseen), "it is not ours");
  }

  @Test
  void withoutGroupsForMemoryThatIsTheReason() throws IOException {
    Files.writeString(own, "0::/\n");
    IOException refused = assertThrows(IOException.class, this::limit);
    assertTrue(refused.getMessage().contains("no control groups"), refused::getMessage);
  }

  @Test
  void aLimitIsMebibytesOrAShareOfTheData() {
    assertEquals(600L << 20, MemoryLimit.bytes("600", 1));
    assertEquals(500_000_000, MemoryLimit.bytes("50%", 1_000_000_000));
    assertEquals(12_500_000, MemoryLimit.bytes(" 12.5% ", 100_000_000));
    assertEquals(1_500_000_000, MemoryLimit.bytes("150%", 1_000_000_000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "0%", "-5", "half", "50 %", "50%%", "1e3", "1.5"})
  void whatIsNoLimitIsRefused(String asked) {
    assertThrows(IllegalArgumentException.class, () -> MemoryLimit.bytes(asked, 1L << 30));
  }
}
