import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Asks a server what servers are asked, so that a training run loads the classes and compiles the
 * methods that matter: {@code java TrainingRequests.java http://127.0.0.1:8000 serve}. With {@code
 * load} it leaves data instead, which a training run finds when it opens the store. Exit status 1
 * if an answer was an error.
 */
final class TrainingRequests {
  private static final int ROUNDS = 500;
  private static final int PAGES_EVERY = 100;
  private static final int LOADED = 6000;
  private static final int BATCHED = 25;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI address;

  private TrainingRequests(URI address) {
    this.address = address;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    TrainingRequests requests = new TrainingRequests(URI.create(arguments[0]));
    switch (arguments[1]) {
      case "load" -> requests.load();
      case "serve" -> requests.serve();
      default -> throw new IllegalArgumentException(arguments[1]);
    }
  }

  /** A table with more items than the log keeps when the server stops, so that there are SSTables. */
  private void load() throws IOException, InterruptedException {
    call(
        "CreateTable",
        """
        {"TableName":"Kept","BillingMode":"PAY_PER_REQUEST",
         "AttributeDefinitions":[{"AttributeName":"p","AttributeType":"S"},
           {"AttributeName":"q","AttributeType":"S"}],
         "KeySchema":[{"AttributeName":"p","KeyType":"HASH"}],
         "GlobalSecondaryIndexes":[{"IndexName":"byQ","Projection":{"ProjectionType":"KEYS_ONLY"},
           "KeySchema":[{"AttributeName":"q","KeyType":"HASH"}]}]}
        """);
    for (int i = 0; i < LOADED; i += BATCHED) {
      String puts =
          IntStream.range(i, i + BATCHED)
              .mapToObj(number ->
                  """
                  {"PutRequest":{"Item":{"p":{"S":"kept%d"},"q":{"S":"q%d"},"text":{"S":"%s"}}}}
                  """
                      .formatted(number, number % 10, "x".repeat(1000)))
              .collect(Collectors.joining(","));
      call("BatchWriteItem", "{\"RequestItems\":{\"Kept\":[" + puts + "]}}");
    }
  }

  private void serve() throws IOException, InterruptedException {
    call(
        "CreateTable",
        """
        {"TableName":"Training","BillingMode":"PAY_PER_REQUEST",
         "AttributeDefinitions":[{"AttributeName":"p","AttributeType":"S"},
           {"AttributeName":"s","AttributeType":"N"}],
         "KeySchema":[{"AttributeName":"p","KeyType":"HASH"},{"AttributeName":"s","KeyType":"RANGE"}]}
        """);
    call("DescribeTable", "{\"TableName\":\"Training\"}");
    call("ListTables", "{}");
    call("DescribeTable", "{\"TableName\":\"Kept\"}");
    for (int i = 0; i < LOADED; i += BATCHED) {
      call("GetItem", "{\"TableName\":\"Kept\",\"Key\":{\"p\":{\"S\":\"kept" + i + "\"}}}");
    }
    for (int i = 0; i < ROUNDS; i++) {
      String key = "{\"p\":{\"S\":\"p%d\"},\"s\":{\"N\":\"%d\"}}".formatted(i % 10, i);
      items(key, i);
      if (i % PAGES_EVERY == 0) {
        many(key);
        for (String page : List.of("/", "/health", "/ready", "/metrics")) {
          get(page);
        }
      }
    }
    call("DeleteTable", "{\"TableName\":\"Training\"}");
  }

  private void items(String key, int i) throws IOException, InterruptedException {
    String attributes =
        """
        ,"text":{"S":"some text"},"data":{"B":"AAECAw=="},"yes":{"BOOL":true},"none":{"NULL":true},
        "list":{"L":[{"N":"1.5"},{"S":"x"}]},"map":{"M":{"a":{"N":"1"}}},"set":{"SS":["a","b"]}}
        """;
    call(
        "PutItem",
        "{\"TableName\":\"Training\",\"Item\":"
            + key.substring(0, key.length() - 1)
            + attributes
            + "}");
    call("GetItem", "{\"TableName\":\"Training\",\"Key\":" + key + "}");
    call(
        "UpdateItem",
        """
        {"TableName":"Training","Key":%s,"UpdateExpression":"SET n = if_not_exists(n, :z) + :one",
         "ConditionExpression":"attribute_exists(p)","ReturnValues":"ALL_NEW",
         "ExpressionAttributeValues":{":z":{"N":"0"},":one":{"N":"1"}}}
        """
            .formatted(key));
    call(
        "Query",
        """
        {"TableName":"Training","KeyConditionExpression":"p = :p AND s >= :s","Limit":10,
         "ExpressionAttributeValues":{":p":{"S":"p%d"},":s":{"N":"%d"}}}
        """
            .formatted(i % 10, Math.max(0, i - 50)));
    if (i % 5 == 0) {
      call("DeleteItem", "{\"TableName\":\"Training\",\"Key\":" + key + "}");
    }
  }

  private void many(String key) throws IOException, InterruptedException {
    call("Scan", "{\"TableName\":\"Training\",\"Limit\":50}");
    call(
        "BatchWriteItem",
        "{\"RequestItems\":{\"Training\":[{\"PutRequest\":{\"Item\":" + key + "}}]}}");
    call("BatchGetItem", "{\"RequestItems\":{\"Training\":{\"Keys\":[" + key + "]}}}");
    call(
        "TransactWriteItems",
        "{\"TransactItems\":[{\"Put\":{\"TableName\":\"Training\",\"Item\":" + key + "}}]}");
    call(
        "TransactGetItems",
        "{\"TransactItems\":[{\"Get\":{\"TableName\":\"Training\",\"Key\":" + key + "}}]}");
  }

  private void call(String operation, String body) throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(address.resolve("/"))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("X-Amz-Target", "DynamoDB_20120810." + operation)
                .header("X-Amz-Date", "20260101T000000Z")
                .header(
                    "Authorization",
                    "AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/dynamodb/aws4_request,"
                        + " SignedHeaders=host;x-amz-date;x-amz-target, Signature="
                        + "0".repeat(64))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(operation + ": " + response.body());
    }
  }

  /** Whatever the answer is: a server may have pages or not. */
  private void get(String path) throws IOException, InterruptedException {
    client.send(
        HttpRequest.newBuilder(address.resolve(path)).timeout(Duration.ofSeconds(30)).build(),
        HttpResponse.BodyHandlers.discarding());
  }
}
