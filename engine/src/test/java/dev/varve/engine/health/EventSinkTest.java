package dev.varve.engine.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.engine.Durability;
import dev.varve.engine.EngineOptions;
import dev.varve.engine.StorageEngine;
import dev.varve.engine.event.EngineEvent;
import dev.varve.engine.event.EngineListener;
import dev.varve.engine.event.StallCause;
import dev.varve.io.CorruptionException;
import dev.varve.testing.ManualClock;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.ResourceBundle;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which events are logged, and how loudly. */
class EventSinkTest {
  private static final Path FILE = Path.of("/engine/partition-000001/000001.sst");

  private final List<Level> logged = new ArrayList<>();
  private final List<String> messages = new ArrayList<>();
  private final ManualClock clock = new ManualClock();
  private final EventSink sink = new EventSink(EngineListener.NONE, clock, new Recorder());

  @TempDir private Path folder;

  private Level levelOf(EngineEvent event) {
    logged.clear();
    sink.emit(event);
    assertEquals(1, logged.size());
    return logged.getFirst();
  }

  private static EngineEvent stall(long millis) {
    return new EngineEvent.WriteStalled(1, StallCause.LEVEL0, Duration.ofMillis(millis));
  }

  @Test
  void whatHasGoneWrongIsLoud() {
    assertEquals(Level.ERROR, levelOf(new EngineEvent.EngineFailed(new IOException("full"))));
    assertTrue(messages.getLast().contains("full"), messages.getLast());
    CorruptionException damage = new CorruptionException("block", FILE, 7, "this", "that");
    assertEquals(Level.ERROR, levelOf(new EngineEvent.PartitionDamaged(1, damage)));
    assertTrue(messages.getLast().contains(FILE.toString()), messages.getLast());
    assertEquals(Level.WARNING, levelOf(new EngineEvent.FileLeft(FILE, new IOException("no"))));
    assertEquals(
        Level.DEBUG, levelOf(new EngineEvent.Opened(1, 9, List.of(), Duration.ofMillis(3))));
    logged.clear();
    sink.emit(new EngineEvent.Opened(1, 9, List.of(FILE), Duration.ofMillis(3)));
    assertEquals(List.of(Level.WARNING, Level.DEBUG), logged);
  }

  @Test
  void aLongStallIsAWarningNowAndThen() {
    assertEquals(Level.DEBUG, levelOf(stall(999)));
    assertEquals(Level.WARNING, levelOf(stall(1_000)));
    assertEquals(Level.DEBUG, levelOf(stall(5_000)));
    clock.advance(Duration.ofSeconds(10));
    assertEquals(Level.WARNING, levelOf(stall(1_000)));
  }

  @Test
  void aShortStallIsNoEvent() {
    sink.stalled(1, StallCause.SYNC, Duration.ofMillis(5).toNanos() - 1);
    assertEquals(List.of(), logged);
    sink.stalled(1, StallCause.SYNC, Duration.ofMillis(5).toNanos());
    assertEquals(List.of(Level.DEBUG), logged);
  }

  @Test
  void theListenersFaultIsLogged() {
    EngineListener failing =
        event -> {
          throw new IllegalStateException("at " + event);
        };
    new EventSink(failing, clock, new Recorder()).emit(stall(5));
    assertEquals(List.of(Level.DEBUG, Level.ERROR), logged);
  }

  /** All that a store tells that nothing disturbs is at debug level. */
  @Test
  void aHealthyStoreIsSilent() throws IOException {
    Queue<EngineEvent> events = new ConcurrentLinkedQueue<>();
    EngineOptions options =
        EngineOptions.defaults().withMemtables(1 << 20, 4 << 20).withListener(events::add);
    byte[] value = new byte[1 << 10];
    for (int opening = 0; opening < 3; opening++) {
      try (StorageEngine engine = StorageEngine.open(folder.resolve("engine"), options)) {
        int partition =
            opening == 0 ? engine.createPartitions(1).getFirst() : engine.partitions().getFirst();
        for (int i = 0; i < 3_000; i++) {
          byte[] key = {(byte) (i >> 8), (byte) i};
          engine.put(partition, key, value, Durability.BUFFERED);
        }
        engine.compact(partition);
      }
    }
    assertTrue(events.size() > 6, "flushes, compactions and openings");
    for (EngineEvent event : events) {
      // A stall of seconds would be the machine's.
      if (!(event instanceof EngineEvent.WriteStalled)) {
        assertEquals(Level.DEBUG, levelOf(event), event::toString);
      }
    }
  }

  /** Records what it is told. */
  private final class Recorder implements System.Logger {
    @Override
    public String getName() {
      return "recorder";
    }

    @Override
    public boolean isLoggable(Level level) {
      return true;
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
      logged.add(level);
      messages.add(message);
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
      logged.add(level);
      messages.add(format);
    }
  }
}
