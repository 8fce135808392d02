package dev.varve.dynamodb.delivery;

import dev.varve.dynamodb.trigger.TriggerBatch;
import dev.varve.dynamodb.trigger.TriggerTarget;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Runs a command for each batch. Its input and what it says of its failure are files, so that
 * neither the command nor a child that outlives it can make anybody wait. Safe for use by many
 * threads.
 */
final class CommandTarget implements Target {
  /** So much of what a command says of its failure is kept. */
  private static final int MAX_COMPLAINT_BYTES = 1000;

  private final TriggerTarget.Command command;
  private final Set<Process> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  CommandTarget(TriggerTarget.Command command) {
    this.command = command;
  }

  @Override
  public void send(TriggerBatch batch) throws Exception {
    Path input = Files.createTempFile("varve-trigger-", ".jsonl");
    try {
      Files.write(input, EventJson.lines(batch));
      Path complaint = Files.createTempFile("varve-trigger-", ".err");
      try {
        run(input, complaint);
      } finally {
        Files.delete(complaint);
      }
    } finally {
      Files.delete(input);
    }
  }

  private void run(Path input, Path complaint)
      throws IOException, InterruptedException, DeliveryException {
    Process process =
        new ProcessBuilder(command.words())
            .redirectInput(input.toFile())
            .redirectOutput(Redirect.DISCARD)
            .redirectError(complaint.toFile())
            .start();
    running.add(process);
    try {
      // Whoever closed this meanwhile may not have seen it.
      if (closed) {
        throw new DeliveryException("the trigger is being stopped");
      }
      if (!process.waitFor(command.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new DeliveryException("the command took longer than " + command.timeout());
      }
      if (process.exitValue() != 0) {
        throw new DeliveryException("exit status " + process.exitValue() + said(complaint));
      }
    } finally {
      process.destroyForcibly();
      running.remove(process);
    }
  }

  private static String said(Path complaint) throws IOException {
    try (InputStream in = Files.newInputStream(complaint)) {
      byte[] bytes = in.readNBytes(MAX_COMPLAINT_BYTES);
      String text = new String(bytes, StandardCharsets.UTF_8).strip();
      return text.isEmpty() ? "" : ": " + text;
    }
  }

  @Override
  public void close() {
    closed = true;
    running.forEach(Process::destroyForcibly);
  }
}
