package dev.varve.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class MachineMemoryTest {
  @Test
  void readsWhatTheSystemTells() {
    assertEquals(24_027_104L << 10, MachineMemory.machine("MemTotal:       24027104 kB"));
    assertEquals(0, MachineMemory.machine(""));
    assertEquals(536_870_912, MachineMemory.container("536870912"));
    assertEquals(Long.MAX_VALUE, MachineMemory.container("max"));
    assertEquals(Long.MAX_VALUE, MachineMemory.container(""));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void linuxTells() {
    assertTrue(MachineMemory.BYTES > 0);
  }
}
