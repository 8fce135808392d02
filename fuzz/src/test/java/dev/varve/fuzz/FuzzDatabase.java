package dev.varve.fuzz;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.ListTables;
import dev.varve.dynamodb.api.ListTablesResult;
import dev.varve.dynamodb.api.Scan;
import dev.varve.identity.OpenGate;
import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.ApiResponse;
import dev.varve.protocol.CompletedCall;
import dev.varve.protocol.Headers;
import dev.varve.protocol.Protocol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A database with a table and some items behind the protocol, made anew after some inputs: what
 * they do to it must not pile up. For one thread.
 */
public final class FuzzDatabase {
  private static final int INPUTS = 1_000;

  private static final String TABLE =
      """
      {"TableName":"Tab","BillingMode":"PAY_PER_REQUEST",
       "AttributeDefinitions":[{"AttributeName":"p","AttributeType":"S"},
         {"AttributeName":"s","AttributeType":"N"},{"AttributeName":"g","AttributeType":"B"}],
       "KeySchema":[{"AttributeName":"p","KeyType":"HASH"},{"AttributeName":"s","KeyType":"RANGE"}],
       "LocalSecondaryIndexes":[{"IndexName":"byLocal","Projection":{"ProjectionType":"ALL"},
         "KeySchema":[{"AttributeName":"p","KeyType":"HASH"},{"AttributeName":"g","KeyType":"RANGE"}]}],
       "GlobalSecondaryIndexes":[{"IndexName":"byGlobal","Projection":{"ProjectionType":"ALL"},
         "KeySchema":[{"AttributeName":"g","KeyType":"HASH"}]}]}
      """;

  private Varve varve;
  private Protocol protocol;
  private CompletedCall last;
  private int inputs;

  /** Opens no database yet. */
  public FuzzDatabase() {}

  /** Has the database ready for one more input. */
  public void next() throws IOException {
    if (varve != null && inputs++ < INPUTS) {
      return;
    }
    if (varve != null) {
      varve.close();
    }
    inputs = 0;
    varve = Varve.openInMemory();
    protocol = new Protocol(_ -> varve, new OpenGate(), call -> last = call);
    call("CreateTable", TABLE);
    for (int i = 0; i < 3; i++) {
      call(
          "PutItem",
          "{\"TableName\":\"Tab\",\"Item\":{\"p\":{\"S\":\"a\"},\"s\":{\"N\":\""
              + i
              + "\"},\"g\":{\"B\":\"AAAA\"},\"m\":{\"M\":{\"l\":{\"L\":[{\"NULL\":true}]}}}}}");
    }
  }

  private void call(String operation, String body) {
    ApiResponse answer =
        protocol.answer(
            new ApiRequest(
                "POST",
                "/",
                Headers.of(
                    List.of(
                        Map.entry("Host", "h"),
                        Map.entry("Content-Type", "application/x-amz-json-1.0"),
                        Map.entry("X-Amz-Target", "DynamoDB_20120810." + operation))),
                body.getBytes(StandardCharsets.UTF_8)));
    if (answer.status() != 200) {
      throw new AssertionError(new String(answer.body(), StandardCharsets.UTF_8));
    }
  }

  /**
   * Answers a request.
   *
   * @throws AssertionError if the database failed of it
   */
  public ApiResponse answer(ApiRequest request) {
    ApiResponse answer = protocol.answer(request);
    if (last.failure() != null) {
      throw new AssertionError("an input makes the database fail", last.failure());
    }
    return answer;
  }

  /** What is there: the names of the tables, and the items of the first one. */
  String content() throws IOException {
    ListTablesResult tables = varve.listTables(ListTables.builder().build());
    return tables.tableNames().contains("Tab")
        ? tables.tableNames() + " " + varve.scan(Scan.of("Tab").limit(100).build()).items()
        : tables.tableNames().toString();
  }
}
