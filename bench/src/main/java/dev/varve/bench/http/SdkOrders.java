package dev.varve.bench.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.varve.bench.kv.Dataset;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/** A server behind the AWS SDK for Java, the client of most programs. */
public final class SdkOrders implements OrderCalls {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final DynamoDbClient client;
  private final List<GetItemRequest> gets = new ArrayList<>();
  private final List<PutItemRequest> puts = new ArrayList<>();

  /**
   * Creates and fills the table.
   *
   * @param server closed with this
   */
  public SdkOrders(HttpServer server, int count) throws IOException, InterruptedException {
    this.server = server;
    server.table().create();
    server.table().load(Dataset.fresh(count), _ -> {});
    client =
        DynamoDbClient.builder()
            .endpointOverride(URI.create("http://127.0.0.1:" + server.port()))
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("bench", "bench")))
            .httpClient(UrlConnectionHttpClient.create())
            .build();
    for (int number = 0; number < count; number++) {
      JsonNode key = JSON.readTree(HttpItems.key(number));
      gets.add(
          GetItemRequest.builder()
              .tableName(HttpTable.NAME)
              .key(
                  Map.of(
                      "customer",
                      AttributeValue.fromS(key.path("customer").path("S").asText()),
                      "placed",
                      AttributeValue.fromN(key.path("placed").path("N").asText())))
              .build());
      puts.add(
          PutItemRequest.builder()
              .tableName(HttpTable.NAME)
              .item(client.getItem(gets.getLast()).item())
              .build());
    }
  }

  @Override
  public Object get(long number) {
    return client.getItem(gets.get((int) number));
  }

  @Override
  public Object put(long number) {
    return client.putItem(puts.get((int) number));
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.close();
  }
}
