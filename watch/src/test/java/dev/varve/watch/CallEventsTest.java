package dev.varve.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallEventsTest {
  private final CallEvents events = new CallEvents();

  @TempDir private Path folder;

  @Test
  void aCallIsAnEvent() throws IOException {
    List<RecordedEvent> recorded = record("1 ms"); // the call took 3
    assertEquals(1, recorded.size());
    RecordedEvent event = recorded.getFirst();
    assertEquals("GetItem", event.getString("operation"));
    assertEquals("Music", event.getString("table"));
    assertEquals(200, event.getInt("status"));
    assertEquals(Duration.ofMillis(3), event.getDuration("time"));
    assertEquals(100, event.getInt("requestBytes"));
    assertEquals(200, event.getInt("responseBytes"));
    assertEquals("ID", event.getString("requestId"));
    assertFalse(event.toString().contains(WatchFixture.SECRET));
  }

  @Test
  void fasterCallsAreNone() throws IOException {
    assertEquals(List.of(), record("4 ms"));
  }

  @Test
  void withoutRecordingNothingHappens() {
    events.answered(WatchFixture.get("Music"));
    assertFalse(new CallEvent().isEnabled());
  }

  private List<RecordedEvent> record(String slowerThan) throws IOException {
    Path file = folder.resolve("calls.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("dev.varve.Call").with("slowerThan", slowerThan);
      recording.start();
      events.answered(WatchFixture.get("Music"));
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().equals("dev.varve.Call"))
        .toList();
  }

  @Test
  void timesAreRead() {
    assertEquals(10_000_000, SlowerThan.nanosOf("10 ms").getAsLong());
    assertEquals(250_000, SlowerThan.nanosOf(" 250us ").getAsLong());
    assertEquals(7, SlowerThan.nanosOf("7").getAsLong());
    assertEquals(2_000_000_000, SlowerThan.nanosOf("2 s").getAsLong());
    assertEquals(60_000_000_000L, SlowerThan.nanosOf("1 m").getAsLong());
    for (String wrong : List.of("", "ms", "-1 ms", "1.5 ms", "1 h", "999999999999 m")) {
      assertTrue(SlowerThan.nanosOf(wrong).isEmpty(), wrong);
    }
  }

  @Test
  void theShortestTimeWinsAndNonsenseDoesNotCount() {
    SlowerThan setting = new SlowerThan();
    assertEquals("5 ms", setting.combine(Set.of("1 s", "5 ms", "soon")));
    assertEquals("10 ms", setting.combine(Set.of("soon")));
    setting.setValue("20 ms");
    setting.setValue("soon");
    assertEquals("20 ms", setting.getValue());
    assertEquals(20_000_000, setting.nanos());
  }
}
