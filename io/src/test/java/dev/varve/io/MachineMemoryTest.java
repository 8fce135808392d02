package dev.varve.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class MachineMemoryTest {
  private static final long MIB = 1 << 20;

  @TempDir private Path root;

  private void file(String name, String content) throws IOException {
    Path path = root.resolve(name);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }

  private MachineMemory machine() {
    return new MachineMemory(root.resolve("proc"), root);
  }

  private void available(long mebibytes) throws IOException {
    file(
        "proc/meminfo",
        "MemTotal:  99999999 kB\nMemFree:  1 kB\nMemAvailable:  %d kB\n"
            .formatted(mebibytes * 1024));
  }

  @Test
  void aSystemThatTellsNothingSetsNoBound() {
    assertEquals(MachineMemory.UNKNOWN, machine().room());
    assertFalse(machine().isShort());
  }

  @Test
  void withoutGroupsTheMachinesAvailableMemoryCounts() throws IOException {
    available(700);
    assertEquals(700 * MIB, machine().room());
  }

  @Test
  void eachNestedGroupOfVersion2Counts() throws IOException {
    available(9000);
    file("proc/self/cgroup", "0::/outer/inner\n");
    file(
        "proc/self/mountinfo",
        "30 20 0:25 / /sys/fs/cgroup rw,relatime shared:9 - cgroup2 cgroup rw\n");
    file("sys/fs/cgroup/outer/inner/memory.max", "max\n");
    file("sys/fs/cgroup/outer/inner/memory.current", "1\n");
    file("sys/fs/cgroup/outer/memory.max", Long.toString(1000 * MIB));
    file("sys/fs/cgroup/outer/memory.current", Long.toString(800 * MIB));
    file(
        "sys/fs/cgroup/outer/memory.stat",
        "anon 5\ninactive_file %d\nactive_file %d\n".formatted(100 * MIB, 400 * MIB));
    assertEquals(700 * MIB, machine().room());
    file("sys/fs/cgroup/outer/inner/memory.high", Long.toString(600 * MIB));
    assertEquals(600 * MIB - 1, machine().room());
    file("sys/fs/cgroup/outer/inner/memory.high", "max");
    file("sys/fs/cgroup/outer/memory.current", Long.toString(2000 * MIB));
    assertEquals(0, machine().room());
  }

  @Test
  void groupsOfVersion1CountAndSoDoesAMountOfAPartOfTheHierarchy() throws IOException {
    available(9000);
    file("proc/self/cgroup", "5:cpu,cpuacct:/x\n4:memory:/docker/abc/own\n0::/\n");
    file(
        "proc/self/mountinfo",
        """
        29 20 0:24 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu,cpuacct
        31 20 0:26 /docker/abc /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
        """);
    String group = "sys/fs/cgroup/memory/";
    file(group + "own/memory.limit_in_bytes", "9223372036854771712\n");
    file(group + "own/memory.usage_in_bytes", "1\n");
    file(group + "memory.limit_in_bytes", Long.toString(600 * MIB));
    file(group + "memory.usage_in_bytes", Long.toString(590 * MIB));
    file(
        group + "memory.stat",
        "inactive_file 3\ntotal_inactive_file %d\ntotal_active_file %d\n"
            .formatted(200 * MIB, 300 * MIB));
    assertEquals(510 * MIB, machine().room());
  }

  @Test
  void pressureIsAShortage() throws IOException {
    file("proc/pressure/memory", "some avg10=9.90 avg60=80.00 total=1\nfull avg10=50.00 total=1\n");
    assertFalse(machine().isShort());
    file("proc/pressure/memory", "some avg10=10.00 avg60=0.00 total=1\nfull avg10=0.00 total=1\n");
    assertTrue(machine().isShort());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void linuxTells() {
    long room = new MachineMemory().room();
    assertTrue(room > 0 && room < MachineMemory.UNKNOWN, () -> room + " bytes");
  }
}
