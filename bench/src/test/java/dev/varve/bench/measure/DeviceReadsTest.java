package dev.varve.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceReadsTest {
  @TempDir private Path folder;

  @Test
  void theLineIsFoundByTheNumbersOfTheDevice() throws IOException {
    Path account = folder.resolve("diskstats");
    Files.writeString(
        account,
        """
           7       0 loop0 11 0 0 0 0 0 0 0 0 0 0
         259       0 nvme0n1 2200 7 12 14 96 13 78 90 0 24 11
         259       1 nvme0n1p1 1500 7 12 14 96 13 78 90 0 24 11
         254     258 vdx2 33 7 12 14 96 13 78 90 0 24 11
        """);
    assertEquals(11, DeviceReads.completed(account, 0x700));
    assertEquals(2200, DeviceReads.completed(account, 0x10300));
    assertEquals(1500, DeviceReads.completed(account, 0x10301));
    assertEquals(33, DeviceReads.completed(account, 0x10fe02), "minor numbers lie in two parts");
    assertEquals(ProcessFigures.UNKNOWN, DeviceReads.completed(account, 0x2a), "no device");
  }

  @Test
  void aFolderHasReadsOrTheyAreUnknown() throws IOException {
    assertTrue(DeviceReads.completed(folder) >= ProcessFigures.UNKNOWN);
    assertTrue(ProcessFigures.readBytes() >= ProcessFigures.UNKNOWN);
  }

  @Test
  void whatIsUnknownHasNoDifference() {
    assertEquals(5, ProcessFigures.since(10, 15));
    assertEquals(ProcessFigures.UNKNOWN, ProcessFigures.since(ProcessFigures.UNKNOWN, 15));
    assertEquals(ProcessFigures.UNKNOWN, ProcessFigures.since(10, ProcessFigures.UNKNOWN));
  }
}
