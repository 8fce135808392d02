package dev.varve.sdk.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.Varve;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Test classes that are run here, and by nobody else. */
final class LaunchedTest {
  /** What the classes below leave behind. */
  private static final List<Varve> SEEN = new ArrayList<>();

  @VarveTest
  static final class KeepsItsDatabase {
    @Test
    void one(Varve varve) {
      SEEN.add(varve);
    }

    @Test
    void another(Varve varve) {
      SEEN.add(varve);
    }

    @Test
    void failing(Varve varve) {
      SEEN.add(varve);
      throw new IllegalStateException("failed");
    }
  }

  @VarveTest(lifetime = Lifetime.CLASS)
  static final class KeepsTheClassesDatabase {
    @Test
    void one(Varve varve) {
      SEEN.add(varve);
    }
  }

  @VarveTest
  @Execution(ExecutionMode.CONCURRENT)
  static final class MakesTheSameTableManyTimes {
    @RepeatedTest(20)
    void test(DynamoDbClient client) {
      client.createTable(Tables.table("users"));
      Tables.put(client, "users", "ann");
      assertEquals(1, Tables.count(client, "users"));
    }
  }

  @VarveTest
  static final class WantsADatabaseTooEarly {
    @BeforeAll
    static void early(DynamoDbClient client) {
      client.listTables();
    }

    @Test
    void test() {}
  }

  @VarveTest
  static final class HasAStaticField {
    @FromVarve private static DynamoDbClient client;

    @Test
    void test() {
      client.listTables();
    }
  }

  @VarveTest
  static final class HasAFieldOfAnotherType {
    @FromVarve private String text;

    @Test
    void test() {
      assertEquals("", text);
    }
  }

  /** A preparation that fails. */
  static final class Broken implements StorePreparation {
    @Override
    public void prepare(DynamoDbClient client) {
      throw new IllegalStateException("no tables today");
    }
  }

  @VarveTest(prepared = Broken.class)
  static final class IsPreparedByWhatFails {
    @Test
    void test(DynamoDbClient client) {
      client.listTables();
    }
  }

  @Test
  void databasesAreClosedAfterTheirTests() {
    SEEN.clear();
    TestExecutionSummary summary = run(KeepsItsDatabase.class);
    assertEquals(2, summary.getTestsSucceededCount());
    assertEquals(1, summary.getTestsFailedCount());
    assertEquals(1, run(KeepsTheClassesDatabase.class).getTestsSucceededCount());
    assertEquals(4, SEEN.stream().distinct().count());
    for (Varve varve : SEEN) {
      assertThrows(IllegalStateException.class, varve::listTables);
    }
  }

  @Test
  void testsRunInParallel() {
    TestExecutionSummary summary = run(MakesTheSameTableManyTimes.class);
    assertEquals(List.of(), summary.getFailures());
    assertEquals(20, summary.getTestsSucceededCount());
  }

  @Test
  void whatNeedsADatabaseForTheClassSaysSo() {
    assertTrue(failure(WantsADatabaseTooEarly.class).contains("Lifetime.CLASS"));
    assertTrue(failure(HasAStaticField.class).contains("Lifetime.CLASS"));
  }

  @Test
  void aFieldOfAnotherTypeIsRefused() {
    assertTrue(failure(HasAFieldOfAnotherType.class).contains("java.lang.String"));
  }

  @Test
  void aPreparationThatFailsFailsItsTests() {
    assertTrue(failure(IsPreparedByWhatFails.class).contains("no tables today"));
  }

  private static String failure(Class<?> type) {
    List<TestExecutionSummary.Failure> failures = run(type).getFailures();
    assertFalse(failures.isEmpty());
    StringBuilder messages = new StringBuilder();
    for (Throwable at = failures.getFirst().getException(); at != null; at = at.getCause()) {
      messages.append(at.getMessage()).append('\n');
    }
    return messages.toString();
  }

  private static TestExecutionSummary run(Class<?> type) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClass(type))
            .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
            .build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    Launcher launcher = LauncherFactory.create();
    launcher.execute(request, listener);
    return listener.getSummary();
  }
}
