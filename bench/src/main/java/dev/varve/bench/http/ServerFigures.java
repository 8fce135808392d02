package dev.varve.bench.http;

import dev.varve.bench.measure.ProcessFigures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What the operating system has on account for a server's process, as {@link ProcessFigures} has it
 * for the own one. On Linux all of it.
 */
public final class ServerFigures {
  private final ProcessHandle process;
  private final Path account;

  ServerFigures(ProcessHandle process) {
    this.process = process;
    this.account = Path.of("/proc", Long.toString(process.pid()));
  }

  /** Processor time of all threads so far. */
  public long cpuNanos() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
  }

  /** Bytes that it caused to be written to storage. */
  public long writtenBytes() throws IOException {
    long written = field("io", "write_bytes:", 1);
    return written == ProcessFigures.UNKNOWN
        ? written
        : written - field("io", "cancelled_write_bytes:", 1);
  }

  /** Bytes that it caused to be read from storage. */
  public long readBytes() throws IOException {
    return field("io", "read_bytes:", 1);
  }

  /** Starts anew to look for the greatest resident set, if the system lets us. */
  public void resetPeakRss() throws IOException {
    Path references = account.resolve("clear_refs");
    if (Files.isWritable(references)) {
      Files.writeString(references, "5");
    }
  }

  /** Greatest resident set since the last reset, in bytes. */
  public long peakRssBytes() throws IOException {
    return field("status", "VmHWM:", 1024);
  }

  /** Resident set, in bytes: also pages of files that others share. */
  long rssBytes() throws IOException {
    return field("status", "VmRSS:", 1024);
  }

  /** Resident memory that is not a file's, in bytes. */
  public long anonymousBytes() throws IOException {
    return field("status", "RssAnon:", 1024);
  }

  /** Proportional set, in bytes. */
  public long pssBytes() throws IOException {
    return field("smaps_rollup", "Pss:", 1024);
  }

  private long field(String file, String name, long unit) throws IOException {
    Path path = account.resolve(file);
    if (!Files.isReadable(path)) {
      return ProcessFigures.UNKNOWN;
    }
    for (String line : Files.readAllLines(path, StandardCharsets.UTF_8)) {
      if (line.startsWith(name)) {
        return Long.parseLong(line.replaceAll("\\D", "")) * unit;
      }
    }
    return ProcessFigures.UNKNOWN;
  }
}
