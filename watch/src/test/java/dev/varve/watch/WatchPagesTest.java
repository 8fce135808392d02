package dev.varve.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.varve.protocol.CallListener;
import dev.varve.testing.ManualClock;
import dev.varve.testing.OperationHook;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchPagesTest {
  private WatchFixture fixture;
  private Metrics metrics;
  private Readiness readiness;
  private WatchPages pages;
  private final ManualClock clock = new ManualClock();

  @BeforeEach
  void open() throws IOException {
    fixture = new WatchFixture();
    metrics = new Metrics(() -> Map.of("default", fixture.varve));
    readiness =
        new Readiness(
            List.of(
                ReadinessCheck.databasesOpen(() -> List.of(fixture.varve)),
                ReadinessCheck.diskWritable(fixture.files, WatchFixture.DIRECTORY)),
            clock);
    pages = new WatchPages(metrics, readiness);
  }

  @AfterEach
  void close() throws IOException {
    metrics.close();
    fixture.close();
  }

  @Test
  void metricsAreAPage() {
    Page page = pages.page("/metrics");
    assertEquals(200, page.status());
    assertEquals("text/plain; version=0.0.4; charset=utf-8", page.contentType());
    assertTrue(page.body().contains("varve_database_open{database=\"default\"} 1"), page.body());
  }

  @Test
  void healthSaysAliveWhateverElse() throws IOException {
    fixture.varve.close();
    assertEquals(
        new Page(200, "application/json", "{\"status\":\"alive\"}\n"), pages.page("/health"));
  }

  @Test
  void otherPathsHaveNoPage() {
    assertNull(pages.page("/"));
    assertNull(pages.page("/metrics/x"));
    for (String path : WatchPages.PATHS) {
      assertTrue(pages.page(path) != null, path);
    }
  }

  @Test
  void strangersLearnWhetherAllIsWellAndNothingElse() {
    Page figures = pages.publicPage("/metrics");
    assertEquals(403, figures.status());
    assertFalse(figures.body().contains("varve"), figures.body());
    assertEquals(pages.page("/health"), pages.publicPage("/health"));
    String json = "application/json";
    assertEquals(new Page(200, json, "{\"ready\":true}\n"), pages.publicPage("/ready"));
    readiness.stopping();
    assertEquals(new Page(503, json, "{\"ready\":false}\n"), pages.publicPage("/ready"));
    assertNull(pages.publicPage("/metrics/x"));
  }

  @Test
  void readyWhenAllIsWell() throws IOException {
    Page page = pages.page("/ready");
    assertEquals(200, page.status(), page.body());
    JsonNode body = new ObjectMapper().readTree(page.body());
    assertTrue(body.get("ready").asBoolean());
    assertEquals(
        List.of("running", "database", "disk"),
        StreamSupport.stream(body.get("checks").spliterator(), false)
            .map(check -> check.get("check").asText())
            .toList());
    assertFalse(fixture.files.list(WatchFixture.DIRECTORY).contains("ready.probe"));
  }

  @Test
  void notReadyWhenStopping() {
    readiness.stopping();
    assertProblem("running", "the server is stopping");
  }

  @Test
  void notReadyWhenTheDatabaseIsClosed() throws IOException {
    fixture.varve.close();
    assertProblem("database", "closed");
  }

  @Test
  void notReadyWhenTheDiskTakesNothing() {
    fixture.files.onOperation(
        OperationHook.failing(operation -> operation.path().endsWith("ready.probe")));
    assertProblem("disk", "injected failure");
  }

  @Test
  void theProbeOfAKilledProcessIsInNobodysWay() throws IOException {
    Path probe = WatchFixture.DIRECTORY.resolve("ready.probe");
    fixture.files.create(probe).close();
    assertEquals(200, pages.page("/ready").status());
    assertFalse(fixture.files.exists(probe));
  }

  @Test
  void checksAreMadeAtMostOnceASecond() {
    AtomicInteger made = new AtomicInteger();
    Readiness counted = new Readiness(List.of(new Counted(made)), clock);
    counted.now();
    counted.now();
    assertEquals(1, made.get());
    clock.advance(Duration.ofSeconds(1));
    counted.now();
    assertEquals(2, made.get());
  }

  private record Counted(AtomicInteger made) implements ReadinessCheck {
    @Override
    public String name() {
      return "counted";
    }

    @Override
    public Optional<String> problem() {
      made.incrementAndGet();
      return Optional.empty();
    }
  }

  @Test
  void allListenersHear() {
    List<String> heard = new ArrayList<>();
    CallListener both =
        CallListeners.all(
            List.of(
                call -> heard.add("first " + call.requestId()),
                call -> heard.add("second " + call.requestId())));
    both.answered(WatchFixture.get("Music"));
    assertEquals(List.of("first ID", "second ID"), heard);
  }

  private void assertProblem(String check, String words) {
    Page page = pages.page("/ready");
    assertEquals(503, page.status(), page.body());
    assertTrue(page.body().contains("\"ready\":false"), page.body());
    assertTrue(page.body().contains("{\"check\":\"" + check + "\",\"ok\":false"), page.body());
    assertTrue(page.body().contains(words), page.body());
  }
}
