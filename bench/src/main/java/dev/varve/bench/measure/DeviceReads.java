package dev.varve.bench.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How many reads the device of a folder has completed, for whatever process, by the system's own
 * account. Only Linux has one.
 */
final class DeviceReads {
  private static final Path ACCOUNT = Path.of("/proc/diskstats");

  private static final int MAJOR_FIELD = 0;
  private static final int MINOR_FIELD = 1;
  private static final int READS_FIELD = 3;

  private DeviceReads() {}

  /** Reads completed so far, or {@link ProcessFigures#UNKNOWN}. */
  static long completed(Path folder) throws IOException {
    return Files.isReadable(ACCOUNT)
        ? completed(ACCOUNT, deviceOf(folder))
        : ProcessFigures.UNKNOWN;
  }

  private static long deviceOf(Path folder) throws IOException {
    return ((Number) Files.getAttribute(folder, "unix:dev")).longValue();
  }

  /**
   * As {@link #completed(Path)}.
   *
   * @param account a line for each device and each partition
   * @param device its number, as {@code stat} tells it
   */
  static long completed(Path account, long device) throws IOException {
    String major = Long.toString((device >>> 8 & 0xfff) | (device >>> 32 & ~0xfffL));
    String minor = Long.toString((device & 0xff) | (device >>> 12 & ~0xffL & 0xffffffffL));
    for (String line : Files.readAllLines(account, StandardCharsets.UTF_8)) {
      String[] fields = line.strip().split("\\s+", -1);
      if (fields.length > READS_FIELD
          && fields[MAJOR_FIELD].equals(major)
          && fields[MINOR_FIELD].equals(minor)) {
        return Long.parseLong(fields[READS_FIELD]);
      }
    }
    return ProcessFigures.UNKNOWN; // not on a device of its own, as in memory or over a network
  }
}
