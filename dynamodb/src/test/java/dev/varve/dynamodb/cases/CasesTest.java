package dev.varve.dynamodb.cases;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The rules of DynamoDB's behaviour as cases, each naming its section of the reference: a request
 * and the exact answer, from JSON to JSON. They are in {@code src/test/resources/cases}; {@link
 * CaseFile} says how to write them.
 */
class CasesTest {
  private static final Path DIRECTORY = Path.of("src/test/resources/cases");
  private static final int LEAST = 800;

  private static final CaseRunner RUNNER = new CaseRunner();

  @AfterAll
  static void close() throws IOException {
    RUNNER.close();
  }

  @TestFactory
  Stream<DynamicTest> cases() throws IOException {
    return CaseFile.readAll(DIRECTORY).stream()
        .map(subject -> dynamicTest(subject.displayName(), () -> RUNNER.run(subject)));
  }

  @Test
  void thereAreAsManyAsTheReferenceNeeds() throws IOException {
    assertTrue(CaseFile.readAll(DIRECTORY).size() >= LEAST);
  }
}
