package dev.varve.bench.measure;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells what a run ran on. */
public final class Machine {
  private static final long GIBIBYTE = 1L << 30;

  private Machine() {}

  /** Names and values, in the order to be shown. */
  public static Map<String, String> describe(Path dataFolder) throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    int processors = Runtime.getRuntime().availableProcessors();
    String model = line(Path.of("/proc/cpuinfo"), "model name");
    facts.put("processors", processors + (model == null ? "" : " x " + model));
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean system) {
      facts.put("memory", system.getTotalMemorySize() / GIBIBYTE + " GiB");
    }
    FileStore disk = Files.getFileStore(dataFolder);
    facts.put(
        "disk",
        disk.type() + " on " + disk.name() + ", " + disk.getUsableSpace() / GIBIBYTE + " GiB free");
    facts.put(
        "system",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"));
    facts.put(
        "java",
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
    return facts;
  }

  private static String line(Path file, String name) throws IOException {
    if (!Files.isReadable(file)) {
      return null;
    }
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      if (line.startsWith(name)) {
        return line.substring(line.indexOf(':') + 1).strip();
      }
    }
    return null;
  }
}
