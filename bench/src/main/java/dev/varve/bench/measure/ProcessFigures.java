package dev.varve.bench.measure;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the operating system has on account for this process. On Linux all of it; elsewhere {@link
 * #UNKNOWN} where there is no such account.
 */
public final class ProcessFigures {
  /** What is returned for a figure that the system does not give. */
  public static final long UNKNOWN = -1;

  private static final Path SELF = Path.of("/proc/self");
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private ProcessFigures() {}

  /** Processor time of all threads so far, the store's and the virtual machine's own included. */
  public static long cpuNanos() {
    return SYSTEM.getProcessCpuTime();
  }

  /**
   * Bytes that this process caused to be written to storage: pages it made dirty, by calls or
   * through mappings, less those that were dropped before they were written.
   */
  public static long writtenBytes() throws IOException {
    long written = field("io", "write_bytes:", 1);
    return written == UNKNOWN ? UNKNOWN : written - field("io", "cancelled_write_bytes:", 1);
  }

  /** Bytes that this process caused to be read from storage, by calls or through mappings. */
  public static long readBytes() throws IOException {
    return field("io", "read_bytes:", 1);
  }

  /** What has been added to a figure since; {@link #UNKNOWN} if that is unknown. */
  static long since(long before, long now) {
    return before == UNKNOWN || now == UNKNOWN ? UNKNOWN : now - before;
  }

  /** Starts anew to look for the greatest resident set, if the system lets us. */
  public static void resetPeakRss() throws IOException {
    Path references = SELF.resolve("clear_refs");
    if (Files.isWritable(references)) {
      Files.writeString(references, "5");
    }
  }

  /** Greatest resident set since the last reset, in bytes. */
  public static long peakRssBytes() throws IOException {
    return field("status", "VmHWM:", 1024);
  }

  /** Resident memory that is not a file's, in bytes. */
  public static long anonymousBytes() throws IOException {
    return field("status", "RssAnon:", 1024);
  }

  /** Proportional set: what is shared with other processes counts in part only; in bytes. */
  public static long pssBytes() throws IOException {
    return field("smaps_rollup", "Pss:", 1024);
  }

  private static long field(String file, String name, long unit) throws IOException {
    Path path = SELF.resolve(file);
    if (!Files.isReadable(path)) {
      return UNKNOWN;
    }
    for (String line : Files.readAllLines(path, StandardCharsets.UTF_8)) {
      if (line.startsWith(name)) {
        return Long.parseLong(line.replaceAll("\\D", "")) * unit;
      }
    }
    return UNKNOWN;
  }
}
