package dev.varve.bench.compare;

import com.fasterxml.jackson.core.JacksonException;
import dev.varve.bench.files.Folders;
import dev.varve.bench.result.ResultFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A forked virtual machine that measures one cell, or prepares its data. */
final class CellProcess implements AutoCloseable {
  private static final long END_SECONDS = 10;
  private static final int MEBIBYTE = 1 << 20;

  /** As shells tell it: 128 and the signal. */
  private static final int KILLED_STATUS = 128 + 9;

  private final Process process;
  private final Path log;

  private CellProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts it.
   *
   * @param limit of its memory
   * @param log receives what it and its store have to say beside the messages
   */
  static CellProcess start(CellSpec spec, Contender store, MemoryLimit limit, Path log)
      throws IOException {
    Path temporary = Path.of(spec.home(), "tmp");
    Folders.renew(temporary);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions(store, spec));
    // Stores unpack their native libraries there, and a process that is ended leaves them behind.
    command.add("-Djava.io.tmpdir=" + temporary);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(CellMain.class.getName());
    Process process =
        new ProcessBuilder(limit.wrap(command))
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    // Open until the end: the other side takes its end for ours.
    Writer specification = process.outputWriter(StandardCharsets.UTF_8);
    specification.write(ResultFile.line(spec) + "\n");
    specification.flush();
    return new CellProcess(process, log);
  }

  /** The options of the virtual machine, the same for all stores but for what a store needs. */
  static List<String> jvmOptions(Contender store, CellSpec spec) {
    List<String> options = new ArrayList<>();
    options.add("-XX:+UseParallelGC");
    options.add("-Xmx" + store.heapBytes().applyAsLong(spec) / MEBIBYTE + "m");
    options.addAll(store.jvmArguments());
    for (String own : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (own.startsWith("-Dvarve.")) {
        options.add(own);
      }
    }
    return options;
  }

  /**
   * Waits for the outcome.
   *
   * @param progress is told what comes before it
   * @return never a message of progress; of kind {@link CellMessage.Kind#KILLED} if it was killed
   * @throws IOException if it ended otherwise without an outcome; the message names the log
   */
  CellMessage await(Consumer<CellMessage> progress) throws IOException, InterruptedException {
    BufferedReader messages =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = messages.readLine(); line != null; line = messages.readLine()) {
      if (!line.startsWith("{")) {
        // A warning of the virtual machine's, which it writes there.
        Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        continue;
      }
      CellMessage message = parse(line);
      if (message.kind() != CellMessage.Kind.PROGRESS) {
        return message;
      }
      progress.accept(message);
    }
    String end = "the process ended with status " + process.waitFor() + " and no result";
    if (process.exitValue() == KILLED_STATUS) {
      return CellMessage.failed(CellMessage.Kind.KILLED, end);
    }
    throw new IOException(end + "; see " + log);
  }

  private CellMessage parse(String line) throws IOException {
    try {
      return ResultFile.parse(line, CellMessage.class);
    } catch (JacksonException unreadable) {
      throw new IOException("the process said: " + line, unreadable);
    }
  }

  /** Ends the process if it has not ended by itself, and waits for that. */
  @Override
  public void close() {
    process.destroy();
    boolean interrupted = false;
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
