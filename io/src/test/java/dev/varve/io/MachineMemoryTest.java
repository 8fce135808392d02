package dev.varve.io;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class MachineMemoryTest {
  @Test
  @EnabledOnOs(OS.LINUX)
  void isMoreThanThisProcessHasInUse() {
    Runtime runtime = Runtime.getRuntime();
    long heap = runtime.totalMemory() - runtime.freeMemory();
    assertTrue(MachineMemory.BYTES > heap, "only " + MachineMemory.BYTES);
  }
}
