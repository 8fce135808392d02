package dev.varve.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.json.Operation;
import dev.varve.dynamodb.api.json.Operations;
import dev.varve.server.http.NoLeaks;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each operation of the model, by HTTP; every-operation.txt has a request for each. */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class EveryOperationTest {
  private static final String ANSWERED = "answered";
  private static final Pattern ERROR = Pattern.compile("\"__type\":\"[^\"#]*#(\\w+)\"");

  /** A request, and what must come of it. */
  private record Case(String operation, String outcome, String body) {}

  private static List<Case> cases() throws IOException {
    try (InputStream in = EveryOperationTest.class.getResourceAsStream("/every-operation.txt")) {
      assertNotNull(in);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .map(line -> line.split(" ", 3))
          .map(words -> new Case(words[0], words[1], words[2]))
          .toList();
    }
  }

  @Test
  void theModelHasNoOperationWithoutACase() throws IOException {
    Set<String> expected =
        Operations.ALL.stream().map(Operation::name).collect(Collectors.toCollection(TreeSet::new));
    Set<String> found =
        cases().stream().map(Case::operation).collect(Collectors.toCollection(TreeSet::new));
    assertEquals(expected, found);
    assertEquals(62, cases().size());
  }

  @Test
  void everyOperationAnswers() throws Exception {
    try (TestServer server = TestServer.start()) {
      for (Case each : cases()) {
        HttpResponse<String> answer = server.call(each.operation(), each.body());
        String outcome = outcome(answer);
        String told = each.operation() + ": " + answer.statusCode() + " " + answer.body();
        assertTrue(answer.statusCode() < 500, told);
        assertNotEquals("UnknownOperationException", outcome, told);
        if (each.outcome().equals(ANSWERED)) {
          assertTrue(
              answer.statusCode() == 200 || (answer.statusCode() == 400 && !outcome.isEmpty()),
              told);
        } else {
          assertEquals(each.outcome(), outcome, told);
        }
      }
    }
  }

  /** "200", or the name of the error. */
  private static String outcome(HttpResponse<String> answer) {
    if (answer.statusCode() == 200) {
      return "200";
    }
    Matcher error = ERROR.matcher(answer.body());
    return error.find() ? error.group(1) : "";
  }

  @Test
  void anUnknownNameIsNoOperation() throws Exception {
    try (TestServer server = TestServer.start()) {
      HttpResponse<String> answer = server.call("GetItems", "{}");
      assertEquals(400, answer.statusCode());
      assertEquals("UnknownOperationException", outcome(answer));
    }
  }
}
