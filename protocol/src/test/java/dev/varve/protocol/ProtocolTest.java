package dev.varve.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.GetItemResult;
import dev.varve.dynamodb.api.json.Operation;
import dev.varve.dynamodb.api.json.Operations;
import dev.varve.protocol.Endpoint.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** BEHAVIOUR.md, sections 1 and 2.2: what is answered, and which fault is told first. */
class ProtocolTest {
  private static final byte[] NO_BODY = {};
  private static final String SERIALIZATION =
      "{\"__type\":\"com.amazon.coral.service#SerializationException\"}";
  private static final String UNKNOWN_OPERATION =
      "{\"__type\":\"com.amazon.coral.service#UnknownOperationException\"}";

  private Endpoint endpoint;

  @BeforeEach
  void open() throws IOException {
    endpoint = new Endpoint();
  }

  @AfterEach
  void close() throws IOException {
    endpoint.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  // ---- Method, path and content type ----

  @Test
  void anOperationIsAnsweredInJson() {
    Answer answer = endpoint.call("ListTables", "{}");
    assertEquals(200, answer.status());
    assertEquals("application/x-amz-json-1.0", answer.type());
    assertEquals("{\"TableNames\":[]}", answer.text());
    assertTrue(answer.response().requestId().matches("[0-9A-Z]{52}"));
  }

  @Test
  void theHealthTextNamesTheHost() {
    Answer answer = endpoint.send("GET", "/", NO_BODY, "Host", "localhost:8000");
    assertEquals(200, answer.status());
    assertEquals("healthy: localhost:8000 ", answer.text());
    assertEquals(
        "healthy: localhost:8000 ",
        endpoint.send("GET", "/?a=b", NO_BODY, "Host", "localhost:8000").text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "post", "XYZ"})
  void otherMethodsAreNotFound(String method) {
    assertNotFound(
        endpoint.send(
            method,
            "/",
            bytes("{}"),
            "Content-Type",
            Endpoint.JSON_1_0,
            "X-Amz-Target",
            "DynamoDB_20120810.ListTables"));
  }

  @Test
  void otherPathsAreNotFoundByGet() {
    assertNotFound(endpoint.send("GET", "/other", NO_BODY, "Host", "h"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/plain", "application/x-amz-json-1.1", "", "application/x-amz-json", ";"})
  void otherContentTypesAreNotFound(String type) {
    assertNotFound(
        endpoint.send(
            "POST",
            "/",
            bytes("{}"),
            "Content-Type",
            type,
            "X-Amz-Target",
            "DynamoDB_20120810.ListTables"));
  }

  @Test
  void aBodyWithoutContentTypeIsNotFound() {
    assertNotFound(
        endpoint.send("POST", "/", bytes("{}"), "X-Amz-Target", "DynamoDB_20120810.ListTables"));
  }

  private static void assertNotFound(Answer answer) {
    assertEquals(404, answer.status());
    assertEquals("<UnknownOperationException/>\n", answer.text());
    CRC32 crc = new CRC32();
    crc.update(answer.response().body());
    assertEquals(3552371480L, crc.getValue());
  }

  @ParameterizedTest
  @CsvSource({
    "application/json,application/json",
    "application/x-amz-json-1.0; charset=utf-8,application/x-amz-json-1.0",
    "' application/json ;x=y',application/json",
    "Application/X-AMZ-JSON-1.0,application/x-amz-json-1.0"
  })
  void theContentTypeIsEchoedWithoutParameters(String sent, String answered) {
    Answer answer =
        endpoint.send(
            "POST",
            "/",
            bytes("{}"),
            "content-type",
            sent,
            "x-amz-target",
            "DynamoDB_20120810.ListTables");
    assertEquals(200, answer.status());
    assertEquals(answered, answer.type());
    assertEquals(
        answered,
        endpoint
            .send("POST", "/", bytes("{"), "content-type", sent, "x-amz-target", "Nothing")
            .type());
  }

  // ---- The order of checks ----

  @Test
  void badJsonIsToldBeforeTheUnknownOperation() {
    assertError(SERIALIZATION, endpoint.target("DynamoDB_20120810.Unheard", "{"));
    assertError(SERIALIZATION, endpoint.target("DynamoDB_20120810.Unheard", "[]"));
    assertError(UNKNOWN_OPERATION, endpoint.target("DynamoDB_20120810.Unheard", "{}"));
    assertError(UNKNOWN_OPERATION, endpoint.target("DynamoDB_20120810.Unheard", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ListTables",
        "DynamoDB_20120810",
        "DynamoDB_20120810.",
        "DynamoDB_20120810.listTables",
        "DynamoDB_20111205.ListTables",
        "DynamoDBStreams_20120810.ListTables",
        "DynamoDB_20120810.ListStreams",
        "DynamoDB_20120810.ListTables.ListTables"
      })
  void otherTargetsAreUnknown(String target) {
    assertError(UNKNOWN_OPERATION, endpoint.target(target, "{}"));
  }

  @Test
  void theUnknownOperationIsToldBeforeTheMissingSignature() {
    endpoint.refuse(new MissingAuthenticationTokenException("Request is missing"));
    assertError(UNKNOWN_OPERATION, endpoint.target("DynamoDB_20120810.Unheard", "{}"));
    assertError(
        UNKNOWN_OPERATION,
        endpoint.send("POST", "/", bytes("{}"), "Content-Type", Endpoint.JSON_1_0));
    assertError(UNKNOWN_OPERATION, endpoint.send("POST", "/", NO_BODY));
  }

  @Test
  void badJsonIsToldBeforeTheMissingSignature() {
    endpoint.refuse(new MissingAuthenticationTokenException("Request is missing"));
    assertError(SERIALIZATION, endpoint.call("ListTables", "{"));
    assertError(SERIALIZATION, endpoint.call("ListTables", "{}}"));
  }

  @Test
  void theMissingSignatureIsToldBeforeTheEmptyBodyAndWrongTypes() {
    endpoint.refuse(new MissingAuthenticationTokenException("Request is missing"));
    String missing =
        "{\"__type\":\"com.amazon.coral.service#MissingAuthenticationTokenException\",\"message\":\"Request is missing\"}";
    assertError(missing, endpoint.call("ListTables", ""));
    assertError(missing, endpoint.call("ListTables", "{'Limit':'x'}"));
  }

  @Test
  void anEmptyBodyIsNoObject() {
    assertError(SERIALIZATION, endpoint.call("ListTables", ""));
    assertError(SERIALIZATION, endpoint.call("ListTables", "  "));
    assertError(
        SERIALIZATION,
        endpoint.send("POST", "/", NO_BODY, "X-Amz-Target", "DynamoDB_20120810.ListTables"));
  }

  @Test
  void wrongTypesAreToldBeforeTheDenial() {
    endpoint.deny(new AccessDeniedException("no"));
    assertError(
        "{\"__type\":\"com.amazon.coral.service#SerializationException\",\"Message\":\"STRING_VALUE cannot be converted to Integer\"}",
        endpoint.call("ListTables", "{'Limit':'x'}"));
  }

  @Test
  void theDenialIsToldBeforeTheMissingTable() {
    endpoint.deny(new AccessDeniedException("no"));
    assertError(
        "{\"__type\":\"com.amazon.coral.service#AccessDeniedException\",\"Message\":\"no\"}",
        endpoint.call("DescribeTable", "{'TableName':'Missing'}"));
  }

  // ---- JSON ----

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"TableName\"",
        "null",
        "1",
        "\"{}\"",
        "[{}]",
        "{} {}",
        "{}x",
        "{\"Limit\":1,}",
        "{'Limit':1}",
        "{\"Limit\":01}",
        "{\"a\":\"\u0001\"}",
        "{\"Limit\":NaN}",
        "\uFEFF{}",
        "{}//",
        "{\"TableName\":\"x\"}]"
      })
  void whatIsNoJsonObjectIsRefused(String body) {
    assertError(SERIALIZATION, endpoint.target("DynamoDB_20120810.ListTables", body));
  }

  @Test
  void badJsonBehindAWrongTypeOrWordIsToldAlone() {
    assertError(SERIALIZATION, endpoint.call("ListTables", "{'Limit':'x'}}"));
    assertError(SERIALIZATION, endpoint.call("ListTables", "{'Limit':'x','a':"));
    assertError(
        SERIALIZATION,
        endpoint.call("Scan", "{'TableName':'Tab','Select':'EVERYTHING','Limit':1} 1"));
  }

  @Test
  void bytesThatAreNoUtf8AreRefused() {
    byte[] body = bytes("{\"ExclusiveStartTableName\":\"abc?\"}");
    body[body.length - 3] = (byte) 0xff;
    Answer answer =
        endpoint.send(
            "POST",
            "/",
            body,
            "Content-Type",
            Endpoint.JSON_1_0,
            "X-Amz-Target",
            "DynamoDB_20120810.ListTables");
    assertError(SERIALIZATION, answer);
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 5_000, 1_000_000})
  void deepNestingIsRefused(int depth) {
    assertError(SERIALIZATION, endpoint.call("ListTables", "{'a':" + "[".repeat(depth)));
    assertError(
        SERIALIZATION,
        endpoint.call("ListTables", "{'a':".repeat(depth) + "1" + "}".repeat(depth)));
    assertError(
        SERIALIZATION,
        endpoint.call(
            "PutItem", "{'TableName':'Tab','Item':{'p':" + "{'L':[".repeat(depth) + "{'S':'a'}"));
  }

  @Test
  void unknownMembersAndNullsAreAbsent() {
    assertEquals(
        "{\"TableNames\":[]}",
        endpoint
            .call("ListTables", "{'Limit':null,'Unheard':{'a':[1,2,{'b':null}]},'Other':null}")
            .text());
    assertError(
        "{\"__type\":\"com.amazon.coral.validate#ValidationException\",\"message\":\"1 validation error detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null\"}",
        endpoint.call("GetItem", "{'TableName':null,'Key':{'p':{'S':'a'}}}"));
  }

  @Test
  void hugeNumbersTakeNoTime() {
    assertError(
        SERIALIZATION, endpoint.call("ListTables", "{'Limit':" + "9".repeat(1_000_000) + "}"));
    assertEquals(400, endpoint.call("ListTables", "{'Limit':1e999999999}").status());
  }

  // ---- Answers ----

  @Test
  void itemsComeBackAsTheyWere() {
    endpoint.createTable();
    String item =
        "{\"p\":{\"S\":\"\u00fc\ud83d\ude00\"},\"n\":{\"N\":\"1.50\"},\"b\":{\"B\":\"AAE=\"},\"l\":{\"L\":[{\"BOOL\":true},{\"NULL\":true}]}}";
    assertEquals(
        "{}",
        endpoint
            .target("DynamoDB_20120810.PutItem", "{\"TableName\":\"Tab\",\"Item\":" + item + "}")
            .text());
    String read =
        endpoint
            .target(
                "DynamoDB_20120810.GetItem",
                "{\"TableName\":\"Tab\",\"Key\":{\"p\":{\"S\":\"\u00fc\ud83d\ude00\"}}}")
            .text();
    assertTrue(read.contains("\u00fc\ud83d\ude00"), read);
    assertTrue(read.contains("{\"N\":\"1.5\"}"), read);
    assertTrue(read.contains("{\"B\":\"AAE=\"}"), read);
    assertEquals(
        "{}", endpoint.call("GetItem", "{'TableName':'Tab','Key':{'p':{'S':'other'}}}").text());
  }

  @Test
  void operationsWithoutAnAnswerHaveAnEmptyBody() {
    endpoint.createTable();
    String arn = "arn:aws:dynamodb:us-east-1:000000000000:table/Tab";
    Answer tagged =
        endpoint.call(
            "TagResource", "{'ResourceArn':'" + arn + "','Tags':[{'Key':'k','Value':'v'}]}");
    assertEquals(200, tagged.status());
    assertArrayEquals(NO_BODY, tagged.response().body());
    assertArrayEquals(
        NO_BODY,
        endpoint
            .call("UntagResource", "{'ResourceArn':'" + arn + "','TagKeys':['k']}")
            .response()
            .body());
  }

  @Test
  void theEndpointIsTheHostThatWasAsked() {
    assertEquals(
        "{\"Endpoints\":[{\"Address\":\"localhost:8000\",\"CachePeriodInMinutes\":1440}]}",
        endpoint.call("DescribeEndpoints", "{}").text());
  }

  @Test
  void everyOperationIsKnownAndNoneFails() {
    endpoint.createTable();
    for (Operation<?, ?> operation : Operations.ALL) {
      for (String body : new String[] {"{}", "{\"TableName\":\"Tab\"}", "{\"TableName\":\"No\"}"}) {
        Answer answer = endpoint.target(operation.target(), body);
        assertTrue(
            answer.status() == 200 || answer.status() == 400, operation.name() + answer.text());
        assertTrue(
            !answer.text().contains("UnknownOperation"), operation.name() + ": " + answer.text());
        assertSame(operation, endpoint.lastCall().operation());
      }
    }
  }

  @Test
  void whatIsLackingIsToldAsAFaultOfTheRequest() {
    endpoint.lack();
    assertError(
        "{\"__type\":\"com.amazon.coral.validate#ValidationException\",\"message\":\"UpdateContributorInsights is not supported by this database\"}",
        endpoint.call(
            "UpdateContributorInsights",
            "{'TableName':'Tab','ContributorInsightsAction':'ENABLE'}"));
  }

  // ---- Failures, and who hears of calls ----

  @Test
  void faultsOfTheServerAreItsOwn() {
    for (Throwable fault :
        new Throwable[] {
          new IOException("the disk is full"),
          new IllegalStateException("closed"),
          new UnsupportedOperationException("of a collection")
        }) {
      endpoint.fail(fault);
      Answer answer = endpoint.call("ListTables", "{}");
      assertEquals(500, answer.status());
      assertEquals(
          "{\"__type\":\"com.amazonaws.dynamodb.v20120810#InternalServerError\",\"message\":\"The server encountered an internal error trying to fulfill the request.\"}",
          answer.text());
      assertSame(fault, endpoint.lastCall().failure());
      assertEquals(500, endpoint.lastCall().status());
    }
  }

  @Test
  void callsAreHeardOf() {
    endpoint.createTable();
    Answer answer = endpoint.call("GetItem", "{'TableName':'Tab','Key':{'p':{'S':'a'}}}");
    CompletedCall call = endpoint.lastCall();
    assertSame(Operations.GET_ITEM, call.operation());
    assertEquals("Tab", ((GetItem) call.request()).tableName());
    assertTrue(((GetItemResult) call.answer()).item().isEmpty());
    assertEquals("eu-west-1", call.caller().region());
    assertNull(call.error());
    assertNull(call.failure());
    assertEquals(200, call.status());
    assertEquals(answer.response().requestId(), call.requestId());
    assertEquals(answer.response().body().length, call.responseBytes());
    assertEquals(41, call.requestBytes());

    endpoint.call("GetItem", "{'TableName':'Missing','Key':{'p':{'S':'a'}}}");
    assertEquals("ResourceNotFoundException", endpoint.lastCall().error());
    assertNull(endpoint.lastCall().failure());
    assertNotEquals(call.requestId(), endpoint.lastCall().requestId());

    endpoint.send("PUT", "/", NO_BODY);
    assertNull(endpoint.lastCall().operation());
    assertNull(endpoint.lastCall().caller());
    assertEquals(404, endpoint.lastCall().status());
  }

  @Test
  void aCallThatLeavesNothingIsAnsweredAndHeardOfAtOnce() {
    Begun begun = endpoint.begin("ListTables", "{}", null);
    assertEquals(200, assertInstanceOf(Begun.Answered.class, begun).response().status());
    assertEquals(1, endpoint.callsHeardOf());
  }

  @Test
  void aCallThatLeavesAWaitIsAnsweredAndHeardOfAfterIt() {
    AtomicInteger waited = new AtomicInteger();
    Begun begun = endpoint.begin("ListTables", "{}", waited::incrementAndGet);
    assertEquals(0, waited.get());
    assertEquals(0, endpoint.callsHeardOf());
    ApiResponse response = assertInstanceOf(Begun.Later.class, begun).response().get();
    assertEquals(1, waited.get());
    assertEquals(200, response.status());
    assertEquals(200, endpoint.lastCall().status());
    assertNull(endpoint.lastCall().failure());
  }

  @Test
  void aCallWhoseWaitFailsIsAFaultOfTheServer() {
    IOException broken = new IOException("the disk is gone");
    Begun begun =
        endpoint.begin(
            "ListTables",
            "{}",
            () -> {
              throw broken;
            });
    ApiResponse response = assertInstanceOf(Begun.Later.class, begun).response().get();
    assertEquals(500, response.status());
    assertEquals(500, endpoint.lastCall().status());
    assertSame(broken, endpoint.lastCall().failure());
    assertNull(endpoint.lastCall().answer());
  }

  private static void assertError(String body, Answer answer) {
    assertEquals(body, answer.text());
    assertEquals(400, answer.status());
    assertEquals("application/x-amz-json-1.0", answer.type());
  }
}
