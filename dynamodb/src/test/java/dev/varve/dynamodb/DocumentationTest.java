package dev.varve.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.varve.dynamodb.api.DynamoDb;
import dev.varve.dynamodb.api.json.Operation;
import dev.varve.dynamodb.api.json.Operations;
import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.model.PageExamples;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The words of {@code docs/dynamodb.md}, and the examples of other pages, held to the code. */
class DocumentationTest {
  private static final Path PAGE = Path.of("..", "docs", "dynamodb.md");
  private static final Path TRIGGERS = Path.of("..", "docs", "triggers.md");
  private static final Path METRICS = Path.of("..", "docs", "metrics.md");

  private static final Pattern ROW =
      Pattern.compile("^\\| ([A-Z]\\w+) \\| (done|local|not yet) \\| (.*)\\|$", Pattern.MULTILINE);

  /** A member in a row, and not a type, a method or a command. */
  private static final Pattern MEMBER = Pattern.compile("`([A-Z]\\w+)`");

  private static final JsonFactory JSON = new JsonFactory();

  @TempDir private Path folder;

  @Test
  void theExamplesCompileAndPrintWhatTheySay() throws Exception {
    PageExamples.run(PAGE, folder, 16);
  }

  @Test
  void theExamplesOfTriggersCompileAndPrintWhatTheySay() throws Exception {
    PageExamples.run(TRIGGERS, folder, 8);
  }

  @Test
  void theExamplesOfMetricsCompileAndPrintWhatTheySay() throws Exception {
    PageExamples.run(METRICS, folder, 11);
  }

  @Test
  void theTablesNameEveryOperationOnceAndSayWhatItDoes() throws IOException {
    Map<String, String> words = new TreeMap<>();
    Matcher row = ROW.matcher(Files.readString(PAGE));
    while (row.find()) {
      assertNull(words.put(row.group(1), row.group(2)), row.group());
    }
    Map<String, String> expected = new TreeMap<>();
    try (Databases databases = Databases.buffered()) {
      for (Operation<?, ?> operation : Operations.ALL) {
        String word = words.getOrDefault(operation.name(), "missing");
        boolean isThere = isThere(operation, databases.varve());
        expected.put(
            operation.name(), !isThere ? "not yet" : word.equals("local") ? "local" : "done");
      }
    }
    assertEquals(62, expected.size());
    assertEquals(expected, words);
  }

  /** Whether the database has the operation, whatever it says of an empty request. */
  private static boolean isThere(Operation<?, ?> operation, Varve varve) throws IOException {
    try (JsonParser request = JSON.createParser("{}");
        JsonGenerator answer = JSON.createGenerator(new StringWriter())) {
      operation.run(varve, request, answer);
      return true;
    } catch (DynamoException refused) {
      return true;
    } catch (UnsupportedOperationException missing) {
      return false;
    }
  }

  @Test
  void membersThatTheTablesNameExist() throws IOException {
    Map<String, Method> methods = new TreeMap<>();
    for (Method method : DynamoDb.class.getMethods()) {
      methods.put(method.getName().toLowerCase(Locale.ROOT), method);
    }
    int members = 0;
    Matcher row = ROW.matcher(Files.readString(PAGE));
    while (row.find()) {
      Method method = methods.get(row.group(1).toLowerCase(Locale.ROOT));
      List<String> names =
          Stream.of(method.getParameterTypes()[0], method.getReturnType())
              .filter(Class::isRecord)
              .flatMap(type -> Arrays.stream(type.getRecordComponents()))
              .map(component -> component.getName().toLowerCase(Locale.ROOT))
              .toList();
      Matcher member = MEMBER.matcher(row.group(3));
      while (member.find()) {
        assertTrue(names.contains(member.group(1).toLowerCase(Locale.ROOT)), row.group());
        members++;
      }
    }
    assertTrue(members > 15, "the tables name members");
  }
}
