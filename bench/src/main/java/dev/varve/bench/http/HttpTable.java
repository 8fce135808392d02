package dev.varve.bench.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.varve.bench.kv.Dataset;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.LongConsumer;

/** The table of the items in a server, for what is not measured. Used by one thread. */
public final class HttpTable implements AutoCloseable {
  /** Its name. */
  static final String NAME = "Orders";

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int BATCH = 25;
  private static final int OK = 200;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI address;

  HttpTable(int port) {
    this.address = URI.create("http://127.0.0.1:" + port + "/");
  }

  /** Creates it. */
  public void create() throws IOException, InterruptedException {
    call(
        "CreateTable",
        """
        {"TableName":"%s","BillingMode":"PAY_PER_REQUEST",
         "AttributeDefinitions":[{"AttributeName":"customer","AttributeType":"S"},
           {"AttributeName":"placed","AttributeType":"N"}],
         "KeySchema":[{"AttributeName":"customer","KeyType":"HASH"},
           {"AttributeName":"placed","KeyType":"RANGE"}]}
        """
            .formatted(NAME));
  }

  /**
   * Puts all items of a data set in their first generation.
   *
   * @param progress is told how many items are there
   */
  public void load(Dataset data, LongConsumer progress) throws IOException, InterruptedException {
    for (long first = 0; first < data.count(); first += BATCH) {
      long beyond = Math.min(data.count(), first + BATCH);
      StringBuilder batch = new StringBuilder("{\"RequestItems\":{\"" + NAME + "\":[");
      for (long number = first; number < beyond; number++) {
        batch
            .append(number == first ? "" : ",")
            .append("{\"PutRequest\":{\"Item\":")
            .append(HttpItems.item(number, data.minGeneration()))
            .append("}}");
      }
      JsonNode answer = call("BatchWriteItem", batch.append("]}}").toString());
      if (!answer.path("UnprocessedItems").isEmpty()) {
        throw new IOException("the server did not load all items");
      }
      progress.accept(beyond);
    }
  }

  /** All items of a partition key, in their order. */
  JsonNode collection(long collection) throws IOException, InterruptedException {
    Blanks key = Blanks.of("customer-????????");
    key.digits(collection);
    return call(
            "Query",
            """
            {"TableName":"%s","ConsistentRead":true,"KeyConditionExpression":"customer = :customer",
             "ExpressionAttributeValues":{":customer":{"S":"%s"}}}
            """
                .formatted(NAME, new String(key.bytes(), StandardCharsets.US_ASCII)))
        .path("Items");
  }

  private JsonNode call(String operation, String body) throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Content-Type", HttpRequests.CONTENT_TYPE)
                .header("X-Amz-Target", HttpRequests.TARGET + operation)
                .header("X-Amz-Date", HttpRequests.DATE)
                .header("Authorization", HttpRequests.AUTHORIZATION)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != OK) {
      throw new IOException(
          operation + ": status " + response.statusCode() + ", " + response.body());
    }
    return JSON.readTree(response.body());
  }

  @Override
  public void close() {
    client.close();
  }
}
