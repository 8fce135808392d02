package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.MemoryLedger;
import dev.varve.sstable.Compression;
import dev.varve.testing.Leaks;
import dev.varve.testing.MemoryFileSystem;
import dev.varve.testing.Operation;
import dev.varve.testing.OperationHook;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Every file-system operation of a script fails in turn, once or from then on: the engine refuses
 * writes and names the first cause, reads go on, and after reopening nothing is missing that was
 * acknowledged.
 */
class EngineFailureTest {
  private static final int STEPS = 40;
  private static final EngineOptions OPTIONS = TestOptions.tiny(Compression.NONE);
  private static final Set<Operation.Kind> NEED_SPACE =
      EnumSet.of(
          Operation.Kind.CREATE,
          Operation.Kind.WRITE,
          Operation.Kind.PREALLOCATE,
          Operation.Kind.CREATE_DIRECTORIES);

  private static final Pattern PARTITION = Pattern.compile("partition-0*([0-9]+)");

  @Test
  void oneFailedOperationLosesNothingAcknowledged() throws Exception {
    walk(21, OperationHook::failingAt);
  }

  @Test
  void aBrokenDiskLosesNothingAcknowledged() throws Exception {
    walk(22, OperationHook::failingFrom);
  }

  @Test
  void aFullDiskLosesNothingAcknowledged() throws Exception {
    walk(
        23,
        number ->
            OperationHook.failing(operation ->
                operation.number() >= number && NEED_SPACE.contains(operation.kind())));
  }

  @Test
  void failedSyncsLoseNothingSynced() throws Exception {
    walk(
        24,
        number ->
            OperationHook.failing(operation ->
                operation.number() >= number && operation.kind() == Operation.Kind.SYNC));
  }

  private static void walk(long seed, IntFunction<OperationHook> hooks) throws Exception {
    MemoryFileSystem whole = new MemoryFileSystem(new MemoryLedger());
    new CrashScript(seed, STEPS, OPTIONS).run(whole);
    int refused = 0;
    for (int number = 1; number <= whole.operations(); number++) {
      MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
      files.onOperation(hooks.apply(number));
      CrashScript script = new CrashScript(seed, STEPS, OPTIONS);
      try {
        refused += runWithFailure(files, script) ? 1 : 0;
        files.onOperation(_ -> {});
        checkSurvivor(files, script, number);
      } catch (Throwable failure) {
        throw new AssertionError(
            "operation %d of %d failed, seed %d".formatted(number, whole.operations(), seed),
            failure);
      }
    }
    assertTrue(refused > 20, "refused: " + refused);
  }

  /** Runs until the failure shows; returns whether it left the engine read-only. */
  private static boolean runWithFailure(MemoryFileSystem files, CrashScript script)
      throws IOException {
    IOException shown = null;
    try {
      script.run(files);
    } catch (IOException failure) {
      shown = failure;
      assertTrue(isInjected(failure), failure.toString());
    }
    if (shown == null) {
      // Harmless: a segment that could be made ready a second time, or the like.
      return false;
    }
    StorageEngine engine = script.engine();
    if (engine == null) {
      return false;
    }
    script.checkOpenEngine();
    if (shown.getMessage().contains("kind=" + Operation.Kind.CREATE_DIRECTORIES)
        || isOfNoPartition(engine, shown)) {
      // Nothing has changed: the engine goes on. Only what else fails then is reported.
      closeAfterFailure(engine);
      return false;
    }
    WriteBatch batch = new WriteBatch();
    engine.partitions().forEach(id -> batch.put(id, new byte[1], new byte[0]));
    if (batch.count() > 0) {
      IOException refusal =
          assertThrows(IOException.class, () -> engine.write(batch, Durability.BUFFERED));
      assertTrue(isInjected(refusal), refusal.toString());
    }
    assertThrows(IOException.class, () -> engine.createPartitions(1));
    assertThrows(IOException.class, engine::flush);
    assertThrows(IOException.class, engine::sync);
    closeAfterFailure(engine);
    return true;
  }

  /** Whether a file could not be made for a partition that was to be a copy of another. */
  private static boolean isOfNoPartition(StorageEngine engine, IOException failure) {
    Matcher partition = PARTITION.matcher(failure.getMessage());
    return partition.find() && !engine.partitions().contains(Integer.parseInt(partition.group(1)));
  }

  private static void closeAfterFailure(StorageEngine engine) {
    try {
      engine.close();
    } catch (IOException closing) {
      assertTrue(isInjected(closing), closing.toString());
    }
  }

  private static void checkSurvivor(MemoryFileSystem files, CrashScript script, int number)
      throws IOException {
    Leaks.assertNone(files);
    MemoryFileSystem killed = files.kill();
    MemoryFileSystem withoutPower = files.crash(number);
    try (StorageEngine engine = open(killed)) {
      script.checkAfterKill(engine);
    }
    try (StorageEngine engine = open(withoutPower)) {
      script.checkAfterPowerLoss(engine);
    }
    Leaks.assertNone(killed);
    Leaks.assertNone(withoutPower);
  }

  private static StorageEngine open(MemoryFileSystem files) throws IOException {
    return StorageEngine.open(CrashScript.env(files), CrashScript.DIRECTORY, OPTIONS);
  }

  private static boolean isInjected(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (String.valueOf(at.getMessage()).startsWith("injected failure")) {
        return true;
      }
    }
    return false;
  }
}
