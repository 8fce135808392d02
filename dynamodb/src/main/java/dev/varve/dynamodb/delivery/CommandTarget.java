package dev.varve.dynamodb.delivery;

import dev.varve.dynamodb.trigger.TriggerBatch;
import dev.varve.dynamodb.trigger.TriggerTarget;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Runs a command for each batch. Safe for use by many threads. */
final class CommandTarget implements Target {
  /** So much of what a command says of its failure is kept. */
  private static final int MAX_COMPLAINT_BYTES = 1000;

  private static final int BUFFER_BYTES = 8192;

  private final TriggerTarget.Command command;
  private final Set<Process> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  CommandTarget(TriggerTarget.Command command) {
    this.command = command;
  }

  @Override
  public void send(TriggerBatch batch) throws Exception {
    Process process =
        new ProcessBuilder(command.words()).redirectOutput(Redirect.DISCARD).start();
    running.add(process);
    try {
      // Closed meanwhile: whoever closes may not have seen it.
      if (closed) {
        throw new DeliveryException("the trigger is being stopped");
      }
      run(process, EventJson.lines(batch));
    } finally {
      process.destroyForcibly();
      running.remove(process);
    }
  }

  private void run(Process process, byte[] lines) throws InterruptedException, DeliveryException {
    Thread writer =
        Thread.ofVirtual().name("varve-trigger-input").start(() -> write(process, lines));
    StringBuilder complaint = new StringBuilder();
    Thread reader =
        Thread.ofVirtual()
            .name("varve-trigger-complaint")
            .start(() -> read(process.getErrorStream(), complaint));
    boolean ended = process.waitFor(command.timeout().toMillis(), TimeUnit.MILLISECONDS);
    if (!ended) {
      process.destroyForcibly();
      throw new DeliveryException("the command took longer than " + command.timeout());
    }
    writer.join();
    if (process.exitValue() != 0) {
      // A child of it may hold the pipe open: what is there by now is enough.
      reader.join(Duration.ofMillis(100));
      String said;
      synchronized (complaint) {
        said = complaint.toString().strip();
      }
      throw new DeliveryException(
          "exit status " + process.exitValue() + (said.isEmpty() ? "" : ": " + said));
    }
  }

  private static void write(Process process, byte[] lines) {
    try (OutputStream input = process.getOutputStream()) {
      input.write(lines);
    } catch (IOException _) {
      // It did not want all of them: its exit status says what that means.
    }
  }

  /** Reads to the end, so that the command never waits, and keeps the beginning. */
  private static void read(InputStream errors, StringBuilder complaint) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (errors) {
      for (int count = errors.read(buffer); count >= 0; count = errors.read(buffer)) {
        synchronized (complaint) {
          int kept = Math.min(count, MAX_COMPLAINT_BYTES - complaint.length());
          complaint.append(new String(buffer, 0, kept, StandardCharsets.UTF_8));
        }
      }
    } catch (IOException _) {
      // It was killed; the reason is told elsewhere.
    }
  }

  @Override
  public void close() {
    closed = true;
    running.forEach(Process::destroyForcibly);
  }
}
