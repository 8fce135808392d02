package dev.varve.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.DeleteTable;
import dev.varve.dynamodb.api.DescribeStream;
import dev.varve.dynamodb.api.DescribeTable;
import dev.varve.dynamodb.api.ListStreams;
import dev.varve.dynamodb.api.StreamStatus;
import dev.varve.dynamodb.api.StreamViewType;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each change of a stream is broken off at its first operation on a file, at its second, and so on
 * until it is done. What the next start finds is whole: the table's settings and its streams agree,
 * what was written is in its stream, and so is what is written next.
 */
class StreamFailuresTest extends StreamFixture {
  /** A change of a database whose table has a stream with two records, or had one. */
  private interface Change {
    void run() throws IOException;
  }

  @TestFactory
  Stream<DynamicTest> aChangeThatIsBrokenOffLeavesTableAndStreamsAtOne() {
    return Stream.of(
        test("disable", false, () -> disable(TABLE)),
        test("enable again", true, () -> enable(TABLE, StreamViewType.KEYS_ONLY)),
        test("delete the table", false, () -> varve.deleteTable(new DeleteTable(TABLE))),
        test(
            "close shards",
            false,
            () -> {
              clock.advance(Duration.ofHours(4));
              put("c", "3");
            }),
        test(
            "drop shards",
            true,
            () -> {
              clock.advance(Duration.ofHours(24));
              varve.listStreams(ListStreams.builder().build());
            }));
  }

  private DynamicTest test(String name, boolean disabled, Change change) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          int broken = 0;
          while (!isDoneWithin(broken, disabled, change)) {
            broken++;
          }
          assertTrue(broken > 0, "a change touches files");
        });
  }

  /** Whether the change is done with so many operations. */
  private boolean isDoneWithin(int operations, boolean disabled, Change change) throws IOException {
    close();
    open();
    String stream = create(TABLE, StreamViewType.NEW_IMAGE);
    put("a", "1");
    put("b", "2");
    if (disabled) {
      disable(TABLE);
    }
    AtomicInteger count = new AtomicInteger();
    databases.onOperation(operation -> {
      if (count.getAndIncrement() >= operations) {
        throw new IOException("broken off before " + operation);
      }
    });
    try {
      change.run();
    } catch (IOException expected) {
      // What is left of it is looked at below.
    }
    boolean isDone = count.get() <= operations;
    databases.onOperation(operation -> {});
    varve = databases.killAfterFailure();
    assertWhole(stream);
    return isDone;
  }

  private void assertWhole(String first) throws IOException {
    List<String> enabled = new ArrayList<>();
    boolean isFirstThere = false;
    for (var stream : varve.listStreams(ListStreams.builder().build()).streams()) {
      String arn = stream.streamArn().orElseThrow();
      isFirstThere |= arn.equals(first);
      StreamStatus status =
          varve
              .describeStream(DescribeStream.builder().streamArn(arn).build())
              .streamDescription()
              .orElseThrow()
              .streamStatus()
              .orElseThrow();
      if (status == StreamStatus.ENABLED) {
        enabled.add(arn);
      }
    }
    if (isFirstThere) {
      assertTrue(records(first).size() >= 2, "what was written");
    } else {
      assertEquals(List.of(), enabled, "only what is old goes");
    }
    if (varve.listTables().isEmpty()) {
      assertEquals(List.of(), enabled);
      return;
    }
    boolean asksForOne =
        varve.describeTable(new DescribeTable(TABLE)).table().streamSpecification().isPresent();
    assertEquals(asksForOne ? List.of(latestStream(TABLE)) : List.of(), enabled);
    int before = asksForOne ? records(enabled.getFirst()).size() : 0;
    put("next", "4");
    if (asksForOne) {
      assertEquals(before + 1, records(enabled.getFirst()).size());
    } else if (isFirstThere) {
      assertEquals(2, records(first).size());
    }
  }
}
