package dev.varve.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.VarveOptions;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Durability;
import dev.varve.protocol.ApiResponse;
import dev.varve.protocol.CompletedCall;
import dev.varve.protocol.RequestIds;
import dev.varve.server.TestServer.MemoryFiles;
import dev.varve.server.http.NoLeaks;
import dev.varve.server.http.RawClient;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoLeaks.class)
@Timeout(120)
class VarveServerTest {
  @ParameterizedTest
  @EnumSource(Durability.class)
  void itemsAreWrittenAndRead(Durability durability) throws Exception {
    try (TestServer server = TestServer.start(durability, builder -> builder)) {
      server.createTable("Tab");
      assertEquals(
          "{}",
          server
              .call("PutItem", "{'TableName':'Tab','Item':{'p':{'S':'a'},'n':{'N':'1'}}}")
              .body());
      HttpResponse<String> read =
          server.call("GetItem", "{'TableName':'Tab','Key':{'p':{'S':'a'}}}");
      assertEquals("{\"Item\":{\"p\":{\"S\":\"a\"},\"n\":{\"N\":\"1\"}}}", read.body());
      assertEquals(200, read.statusCode());
      assertEquals(
          "application/x-amz-json-1.0", read.headers().firstValue("content-type").orElseThrow());
      assertEquals(400, server.call("GetItem", "{'TableName':'Tab'}").statusCode());
      assertEquals(
          1,
          server
                  .call(
                      "Query",
                      "{'TableName':'Tab','KeyConditionExpression':'p = :p','ExpressionAttributeValues':{':p':{'S':'a'}}}")
                  .body()
                  .split("\"Count\":1", -1)
                  .length
              - 1);
    }
  }

  /** With one event loop, which would not read the last request if it waited for the one before. */
  @Test
  void aReadThatWaitsForStorageHoldsUpNobodyElse() throws Exception {
    MemoryFiles files = new MemoryFiles();
    Varve database = files.open("/db", VarveOptions.defaults().withDurability(Durability.SYNC));
    CountDownLatch syncsMayEnd = new CountDownLatch(1);
    try (TestServer server =
            TestServer.of(files, new OneDatabase(database), builder -> builder.eventLoops(1));
        RawClient writer = new RawClient(server.server().port());
        RawClient reader = new RawClient(server.server().port());
        RawClient other = new RawClient(server.server().port())) {
      server.createTable("Tab");
      server.call("PutItem", "{'TableName':'Tab','Item':{'p':{'S':'old'}}}");
      long before = database.engineStats().lastSequence();
      files.beforeSyncs(() -> await(syncsMayEnd));
      try {
        send(writer, "PutItem", "{'TableName':'Tab','Item':{'p':{'S':'new'}}}");
        while (database.engineStats().lastSequence() == before) {
          Thread.onSpinWait();
        }
        send(reader, "GetItem", "{'TableName':'Tab','Key':{'p':{'S':'new'}}}");
        send(other, "GetItem", "{'TableName':'Tab','Key':{'p':{'S':'old'}}}");
        assertEquals("{\"Item\":{\"p\":{\"S\":\"old\"}}}", other.receive().text());
        assertFalse(reader.hasReceived());
        assertFalse(writer.hasReceived());
      } finally {
        syncsMayEnd.countDown();
      }
      assertEquals("{\"Item\":{\"p\":{\"S\":\"new\"}}}", reader.receive().text());
      assertEquals("{}", writer.receive().text());
    }
  }

  private static void send(RawClient client, String operation, String body) throws IOException {
    client.send(
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nX-Amz-Target: DynamoDB_20120810."
            + operation
            + "\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body.replace('\'', '"'));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(1, TimeUnit.MINUTES));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theHealthTextIsAtTheRoot() throws Exception {
    try (TestServer server = TestServer.start()) {
      assertEquals("healthy: 127.0.0.1:" + server.server().port() + " ", server.get("/").body());
      assertEquals(404, server.get("/other").statusCode());
    }
  }

  @Test
  void pagesAndFormsAreAnsweredByWhomTheyConcern() throws Exception {
    try (TestServer server =
        TestServer.start(
            Durability.BUFFERED,
            builder ->
                builder
                    .page("/page", request -> text("page " + request.uri()))
                    .page(
                        "/broken",
                        _ -> {
                          throw new IOException("a page that fails");
                        })
                    .forms(request -> text("form " + request.body().length)))) {
      assertEquals("page /page?a=b", server.get("/page?a=b").body());
      assertEquals(404, server.get("/pages").statusCode());
      assertEquals(500, server.get("/broken").statusCode());
      try (RawClient client = new RawClient(server.server().port())) {
        client.send(
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-www-form-urlencoded; charset=utf-8\r\nContent-Length: 3\r\n\r\na=b");
        assertEquals("form 3", client.receive().text());
        client.send("POST /page HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
        assertEquals(400, client.receive().status());
      }
    }
  }

  private static ApiResponse text(String text) {
    return new ApiResponse(
        200, "text/plain", RequestIds.next(), text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void callsAreHeardOf() throws Exception {
    ConcurrentLinkedQueue<CompletedCall> calls = new ConcurrentLinkedQueue<>();
    try (TestServer server =
        TestServer.start(Durability.BUFFERED, builder -> builder.listener(calls::add))) {
      HttpResponse<String> answer = server.call("ListTables", "{}");
      CompletedCall call = calls.remove();
      assertEquals("ListTables", call.operation().name());
      assertEquals(call.requestId(), answer.headers().firstValue("x-amzn-requestid").orElseThrow());
      assertEquals("000000000000", call.caller().account());
    }
  }

  @Test
  void compressedRequestsAreRead() throws Exception {
    try (TestServer server = TestServer.start();
        RawClient client = new RawClient(server.server().port())) {
      byte[] body = Gzip.of("{\"Limit\":1}");
      client.send(
          "POST / HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nX-Amz-Target: DynamoDB_20120810.ListTables\r\nContent-Length: "
              + body.length
              + "\r\n\r\n");
      client.send(body);
      assertEquals("{\"TableNames\":[]}", client.receive().text());
      byte[] bomb = Gzip.of("x".repeat((16 << 20) + 1));
      client.send(
          "POST / HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nX-Amz-Target: DynamoDB_20120810.ListTables\r\nContent-Length: "
              + bomb.length
              + "\r\n\r\n");
      client.send(bomb);
      assertEquals(413, client.receive().status());
      assertTrue(client.isEnded());
    }
  }

  // ---- Accounts and regions ----

  private static String[] signedFor(String keyId, String region) {
    return new String[] {
      "Authorization",
      "AWS4-HMAC-SHA256 Credential="
          + keyId
          + "/20260101/"
          + region
          + "/dynamodb/aws4_request, SignedHeaders=host, Signature=0"
    };
  }

  @Test
  void allCallersShareOneDatabase() throws Exception {
    try (TestServer server = TestServer.start()) {
      server.createTable("Tab");
      for (String region : List.of("eu-west-1", "us-east-1", "local")) {
        for (String key : List.of("AKIA1", "111111111111")) {
          assertEquals(
              "{\"TableNames\":[\"Tab\"]}",
              server.call("ListTables", "{}", signedFor(key, region)).body());
          assertTrue(
              server
                  .call("DescribeTable", "{'TableName':'Tab'}", signedFor(key, region))
                  .body()
                  .contains("arn:aws:dynamodb:us-east-1:000000000000:table/Tab"));
        }
      }
    }
  }

  @Test
  void orEachAccountAndRegionHasItsOwn() throws Exception {
    MemoryFiles files = new MemoryFiles();
    SeparateDatabases databases =
        new SeparateDatabases((account, region) ->
            files.open(
                "/" + account + "/" + region,
                VarveOptions.defaults().withAccount(account).withRegion(region)));
    try (TestServer server = TestServer.of(files, databases, builder -> builder)) {
      server.createTable("Tab"); // without a signature
      String create =
          "{'TableName':'Other','AttributeDefinitions':[{'AttributeName':'p','AttributeType':'S'}],'KeySchema':[{'AttributeName':'p','KeyType':'HASH'}],'BillingMode':'PAY_PER_REQUEST'}";
      String[] far = signedFor("111111111111", "eu-west-1");
      assertTrue(
          server
              .call("CreateTable", create, far)
              .body()
              .contains("arn:aws:dynamodb:eu-west-1:111111111111:table/Other"));
      assertEquals("{\"TableNames\":[\"Other\"]}", server.call("ListTables", "{}", far).body());
      assertEquals(
          "{\"TableNames\":[\"Tab\"]}",
          server.call("ListTables", "{}", signedFor("AKIA1", "us-east-1")).body());
      assertEquals(
          "{\"TableNames\":[]}",
          server.call("ListTables", "{}", signedFor("111111111111", "us-east-1")).body());
      for (String bad : List.of("..", "EU", "a..b", "x".repeat(40), "a%2f..")) {
        // What can be no region at all is none, and the default one is meant; it names no folder.
        String answer = server.call("ListTables", "{}", signedFor("AKIA1", bad)).body();
        assertTrue(
            answer.equals("{\"TableNames\":[\"Tab\"]}")
                || answer.contains("InvalidSignatureException"),
            answer);
      }
      int open = databases.open().size();
      assertEquals(3, open);
      for (int i = open; i < SeparateDatabases.MAX_DATABASES; i++) {
        assertEquals(
            200, server.call("ListTables", "{}", signedFor("AKIA1", "region-" + i)).statusCode());
      }
      assertTrue(
          server
              .call("ListTables", "{}", signedFor("AKIA1", "one-more"))
              .body()
              .contains("LimitExceededException"));
    }
  }

  // ---- Stopping ----

  @Test
  void stoppingUnderLoadLosesNoAcknowledgedWrite() throws Exception {
    for (Durability durability : Durability.values()) {
      TestServer server = TestServer.start(durability, builder -> builder);
      server.createTable("Tab");
      int port = server.server().port();
      List<Map<String, Integer>> acknowledged = new ArrayList<>();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<Map<String, Integer>>> writers = new ArrayList<>();
        for (int w = 0; w < 8; w++) {
          int writer = w;
          writers.add(threads.submit(() -> writeUntilTheEnd(port, writer)));
        }
        while (server.server().stats().accepted() < 9) {
          Thread.onSpinWait();
        }
        Thread.sleep(300);
        server.stop();
        for (Future<Map<String, Integer>> writer : writers) {
          acknowledged.add(writer.get());
        }
      }
      try (Varve reopened =
          server.files().open("/db", VarveOptions.defaults().withDurability(durability))) {
        int items = 0;
        for (Map<String, Integer> written : acknowledged) {
          for (Map.Entry<String, Integer> item : written.entrySet()) {
            Item read =
                reopened
                    .getItem(
                        GetItem.from("Tab")
                            .key(Item.of("p", AttributeValue.s(item.getKey())))
                            .build())
                    .item()
                    .orElseThrow(() -> new AssertionError("lost: " + item));
            assertEquals(AttributeValue.n(item.getValue()), read.get("n"));
            items++;
          }
        }
        assertNotEquals(0, items);
      }
      server.close();
    }
  }

  /** Writes items until the server ends the connection; returns those that were acknowledged. */
  private static Map<String, Integer> writeUntilTheEnd(int port, int writer) {
    Map<String, Integer> acknowledged = new HashMap<>();
    try (RawClient client = new RawClient(port)) {
      for (int i = 0; ; i++) {
        String key = writer + "-" + i;
        String body =
            "{\"TableName\":\"Tab\",\"Item\":{\"p\":{\"S\":\""
                + key
                + "\"},\"n\":{\"N\":\""
                + i
                + "\"}}}";
        client.send(
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nX-Amz-Target: DynamoDB_20120810.PutItem\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body);
        if (client.receive().status() == 200) {
          acknowledged.put(key, i);
        }
      }
    } catch (IOException ended) {
      return acknowledged; // by the server
    }
  }

  @Test
  void closingTwiceDoesNothingMore() throws Exception {
    TestServer server = TestServer.start();
    server.server().close();
    server.close();
    server.server().close();
    assertEquals(0, server.server().stats().connections());
  }
}
