package dev.varve.dynamodb.cases;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.json.ErrorDetails;
import dev.varve.dynamodb.api.json.JsonOut;
import dev.varve.dynamodb.api.json.Operation;
import dev.varve.dynamodb.api.json.Operations;
import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.model.Databases;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Runs cases, each on a database that holds its set-up and nothing else. A refused request must
 * leave all tables and items as they were. For one thread.
 *
 * <p>A database is used again by the next case with the same set-up, if no request that may change
 * it has succeeded.
 */
final class CaseRunner implements AutoCloseable {
  private static final String SERVICE = "DynamoDB_20120810.";
  private static final String STREAMS = "DynamoDBStreams_20120810.";
  private static final String RESTART = "restart";
  private static final Pattern READS =
      Pattern.compile("(Get|BatchGet|TransactGet|Query|Scan|Describe|List).*");
  // What the files weigh changes when storage tidies up.
  private static final Pattern FILE_SIZES = Pattern.compile("\"(Table|Index)SizeBytes\":\\d+");
  private static final JsonFactory FACTORY = new JsonFactory();

  /** What a request answered: an error, or an answer that may be empty. */
  private record Result(DynamoException error, String json) {}

  private Databases databases;

  /** What the database holds; null for something else than a set-up. */
  private List<Step> holds;

  /**
   * Runs a case.
   *
   * @throws AssertionError if an answer is not the expected one
   */
  void run(Case subject) throws IOException {
    if (databases == null || !subject.setUp().equals(holds)) {
      begin(subject);
    }
    for (Step step : subject.steps()) {
      run(subject, step);
    }
  }

  private void begin(Case subject) throws IOException {
    close();
    databases = Databases.buffered();
    for (Step step : subject.setUp()) {
      run(subject, step);
    }
    holds = subject.setUp();
  }

  private void run(Case subject, Step step) throws IOException {
    if (step.operation().equals(RESTART)) {
      databases.reopen();
      return;
    }
    String request = Abbreviations.writtenOut(step.request());
    Object before = step.expected() instanceof Step.Refusal ? contents() : null;
    if (!READS.matcher(step.operation()).matches() && before == null) {
      holds = null;
    }
    Result result = result(step.operation(), request);
    String difference = difference(step.expected(), result);
    if (difference == null && before != null) {
      difference = Json.difference("contents", before, contents(), true);
    }
    if (difference != null) {
      holds = null;
      throw new AssertionError(
          subject.file()
              + ":"
              + step.line()
              + " "
              + step.operation()
              + " "
              + Json.shown(request)
              + "\n"
              + difference);
    }
  }

  private Result result(String operation, String request) throws IOException {
    Operation<?, ?> found = Operations.find(SERVICE + operation);
    if (found == null) {
      found = Operations.find(STREAMS + operation);
    }
    if (found == null) {
      throw new IllegalArgumentException("no operation " + operation);
    }
    StringWriter answer = new StringWriter();
    try (JsonGenerator out = FACTORY.createGenerator(answer)) {
      found.run(databases.varve(), Json.parser(request), out);
    } catch (DynamoException e) {
      return new Result(e, "");
    }
    return new Result(null, answer.toString());
  }

  private static String difference(Step.Expected expected, Result result) throws IOException {
    if (expected instanceof Step.Refusal refusal) {
      return difference(refusal, result);
    }
    if (result.error() != null) {
      return "refused: " + result.error().errorName() + ": " + result.error().getMessage();
    }
    return switch (expected) {
      case Step.Answer answer ->
          Json.difference(
              "answer",
              Json.value(Abbreviations.writtenOut(answer.json())),
              Json.value(result.json()),
              answer.whole());
      case Step.Success _, Step.Refusal _ -> null;
    };
  }

  private static String difference(Step.Refusal expected, Result result) throws IOException {
    String message = Abbreviations.writtenOut(expected.message());
    DynamoException error = result.error();
    if (error == null) {
      return "expected " + expected.type() + ": " + message + "\nanswer   " + result.json();
    }
    if (!error.errorName().equals(expected.type()) || !Json.matches(message, error.getMessage())) {
      return "expected "
          + expected.type()
          + ": "
          + message
          + "\nwas      "
          + error.errorName()
          + ": "
          + error.getMessage();
    }
    StringWriter details = new StringWriter();
    try (JsonGenerator out = FACTORY.createGenerator(details)) {
      out.writeStartObject();
      ErrorDetails.write(error, new JsonOut(out));
      out.writeEndObject();
    }
    return Json.difference(
        "error",
        Json.value(Abbreviations.writtenOut(expected.details())),
        Json.value(details.toString()),
        true);
  }

  /** All tables with their descriptions and all their items. */
  private Map<String, Object> contents() throws IOException {
    Map<String, Object> contents = new LinkedHashMap<>();
    for (String name : databases.varve().listTables()) {
      String request = "{\"TableName\": \"" + name + "\"}";
      List<Object> table = new ArrayList<>();
      table.add(
          FILE_SIZES
              .matcher(result("DescribeTable", request).json())
              .replaceAll("\"$1SizeBytes\":0"));
      databases.varve().items(Scan.of(name).build()).forEach(table::add);
      contents.put(name, table);
    }
    return contents;
  }

  @Override
  public void close() throws IOException {
    if (databases != null) {
      databases.close();
      databases = null;
    }
  }
}
