package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that writes is killed again and again: what it acknowledged is there. */
class EngineKillTest {
  private static final long ALL_ROUNDS_NANOS = 10_000_000_000L;
  private static final int MAX_ROUNDS = 10;
  private static final int MIN_ROUNDS = 2;
  private static final int LONGEST_RUN_MILLIS = 600;

  @TempDir Path directory;

  @Test
  void aKilledProcessLosesNothingAcknowledged() throws Exception {
    SplittableRandom random = new SplittableRandom(5);
    long end = System.nanoTime() + ALL_ROUNDS_NANOS;
    long found = 0;
    for (int round = 0;
        round < MAX_ROUNDS && (round < MIN_ROUNDS || System.nanoTime() < end);
        round++) {
      long acknowledged = runAndKill(found + 1, random.nextInt(LONGEST_RUN_MILLIS));
      found = verify(acknowledged);
    }
    assertTrue(found > MAX_ROUNDS, "batches: " + found);
  }

  /** Returns the number of the last batch that the process acknowledged. */
  private long runAndKill(long firstNumber, int millis) throws Exception {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx128m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    KillVictim.class.getName(),
                    directory.resolve("engine").toString(),
                    Long.toString(firstNumber)))
            .redirectError(Redirect.INHERIT)
            .start();
    try (DataInputStream said = new DataInputStream(process.getInputStream())) {
      AtomicLong last = new AtomicLong(firstNumber - 1);
      assertEquals(firstNumber, said.readLong());
      last.set(firstNumber);
      Thread listener = new Thread(() -> listen(said, last));
      listener.start();
      LockSupport.parkNanos(millis * 1_000_000L);
      // SIGKILL, by the handle: the process object would close the pipe, which still holds what was
      // said last.
      process.toHandle().destroyForcibly();
      listener.join();
      process.waitFor();
      return last.get();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static void listen(DataInputStream said, AtomicLong last) {
    try {
      while (true) {
        last.set(said.readLong());
      }
    } catch (EOFException _) {
      // Killed. Half a number was not said.
      return;
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  /** Returns the number of the last batch that is there. */
  private long verify(long acknowledged) throws IOException {
    try (StorageEngine engine =
        StorageEngine.open(directory.resolve("engine"), KillVictim.options())) {
      List<Integer> partitions = engine.partitions();
      assertEquals(List.of(1, 2), partitions);
      long last = number(engine.get(1, KillVictim.COUNTER));
      assertTrue(last >= acknowledged, "acknowledged " + acknowledged + ", found " + last);
      for (int partition : partitions) {
        assertEquals(last, number(engine.get(partition, KillVictim.COUNTER)));
        for (long number = Math.max(1, last - KillVictim.KEYS + 1); number <= last; number++) {
          assertEquals(number, number(engine.get(partition, KillVictim.key(number))));
        }
        long expectedKeys = 1 + Math.min(last, KillVictim.KEYS);
        assertEquals(expectedKeys, Contents.of(engine, partition).size());
      }
      return last;
    }
  }

  private static long number(byte[] value) {
    return ByteBuffer.wrap(value).getLong();
  }
}
