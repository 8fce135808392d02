package dev.varve.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class FirstFailureTest {
  private final FirstFailure failure = new FirstFailure();

  @Test
  void refusesNothingBeforeAFailure() throws IOException {
    assertFalse(failure.isPresent());
    assertNull(failure.get());
    failure.throwIfPresent("the log is closed to writes");
  }

  @Test
  void everyRefusalNamesTheFirstFailure() {
    IOException first = new IOException("no space left");
    assertTrue(failure.keep(first));
    assertFalse(failure.keep(new IllegalStateException("second")));
    assertTrue(failure.isPresent());
    assertSame(first, failure.get());
    for (int time = 0; time < 2; time++) {
      IOException refusal =
          assertThrows(IOException.class, () -> failure.throwIfPresent("the log takes no writes"));
      assertSame(first, refusal.getCause());
      assertEquals(
          "the log takes no writes: java.io.IOException: no space left", refusal.getMessage());
    }
    assertEquals(0, first.getSuppressed().length);
  }

  @Test
  void oneOfManyThreadsIsFirst() throws Exception {
    int threads = 4;
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      for (int round = 0; round < 200; round++) {
        FirstFailure shared = new FirstFailure();
        CyclicBarrier start = new CyclicBarrier(threads);
        List<Callable<Throwable>> calls = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
          IOException own = new IOException("of thread " + thread);
          calls.add(() -> {
            start.await();
            return shared.keep(own) ? own : null;
          });
        }
        List<Throwable> winners = new ArrayList<>();
        for (Future<Throwable> call : executor.invokeAll(calls)) {
          if (call.get() != null) {
            winners.add(call.get());
          }
        }
        assertEquals(List.of(shared.get()), winners);
      }
    }
  }
}
