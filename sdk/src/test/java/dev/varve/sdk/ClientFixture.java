package dev.varve.sdk;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * A database in memory, two clients, and a table {@code orders} by (customer S, number N) with an
 * index {@code byStatus} by (status S, number N).
 */
abstract class ClientFixture {
  static final String ORDERS = "orders";
  static final String BY_STATUS = "byStatus";

  EmbeddedDynamoDb dynamoDb;
  DynamoDbClient client;
  DynamoDbAsyncClient async;

  @BeforeEach
  void open() throws IOException {
    dynamoDb = EmbeddedDynamoDb.openInMemory();
    client = dynamoDb.client();
    async = dynamoDb.asyncClient();
    client.createTable(orders(ORDERS));
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    async.close();
    dynamoDb.close();
  }

  static CreateTableRequest orders(String name) {
    return CreateTableRequest.builder()
        .tableName(name)
        .attributeDefinitions(
            attribute("customer", ScalarAttributeType.S),
            attribute("number", ScalarAttributeType.N),
            attribute("status", ScalarAttributeType.S))
        .keySchema(key("customer", KeyType.HASH), key("number", KeyType.RANGE))
        .globalSecondaryIndexes(
            GlobalSecondaryIndex.builder()
                .indexName(BY_STATUS)
                .keySchema(key("status", KeyType.HASH), key("number", KeyType.RANGE))
                .projection(Projection.builder().projectionType(ProjectionType.ALL).build())
                .build())
        .billingMode(BillingMode.PAY_PER_REQUEST)
        .build();
  }

  static AttributeDefinition attribute(String name, ScalarAttributeType type) {
    return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
  }

  static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  static AttributeValue s(String value) {
    return AttributeValue.fromS(value);
  }

  static AttributeValue n(long value) {
    return AttributeValue.fromN(String.valueOf(value));
  }

  static Map<String, AttributeValue> orderKey(String customer, long number) {
    return Map.of("customer", s(customer), "number", n(number));
  }

  static Map<String, AttributeValue> order(String customer, long number, String status) {
    Map<String, AttributeValue> order = new HashMap<>(orderKey(customer, number));
    order.put("status", s(status));
    return order;
  }

  void put(String customer, long number, String status) {
    client.putItem(put -> put.tableName(ORDERS).item(order(customer, number, status)));
  }

  Map<String, AttributeValue> get(String customer, long number) {
    return client.getItem(get -> get.tableName(ORDERS).key(orderKey(customer, number))).item();
  }
}
