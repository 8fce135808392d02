package dev.varve.dynamodb;

import dev.varve.dynamodb.api.AttributeDefinition;
import dev.varve.dynamodb.api.BillingMode;
import dev.varve.dynamodb.api.CreateTable;
import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.DescribeTable;
import dev.varve.dynamodb.api.KeySchemaElement;
import dev.varve.dynamodb.api.KeyType;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.Record;
import dev.varve.dynamodb.api.ScalarAttributeType;
import dev.varve.dynamodb.api.StreamSpecification;
import dev.varve.dynamodb.api.StreamViewType;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.api.UpdateTable;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.model.StreamFollower;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.testing.ManualClock;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A database whose time the test moves, with tables by (id S) that have streams. */
abstract class StreamFixture {
  static final String TABLE = "people";
  static final int PARTITIONS = 3;

  final ManualClock clock = new ManualClock();
  Databases databases;
  Varve varve;

  @BeforeEach
  void open() throws IOException {
    databases =
        new Databases(
            VarveOptions.defaults().withEngine(Databases.SMALL).withPartitionsPerTable(PARTITIONS),
            clock);
    varve = databases.varve();
  }

  @AfterEach
  void close() throws IOException {
    databases.close();
  }

  /** Creates a table, with a stream unless the view is null, and returns the stream's ARN. */
  String create(String name, StreamViewType view) throws IOException {
    varve.createTable(
        CreateTable.named(name)
            .attributeDefinitions(new AttributeDefinition("id", ScalarAttributeType.S))
            .keySchema(KeySchemaElement.of("id", KeyType.HASH))
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .streamSpecification(view == null ? null : new StreamSpecification(true, view))
            .build());
    return latestStream(name);
  }

  String latestStream(String table) throws IOException {
    return varve.describeTable(new DescribeTable(table)).table().latestStreamArn().orElse(null);
  }

  String enable(String table, StreamViewType view) throws IOException {
    varve.updateTable(
        UpdateTable.named(table).streamSpecification(new StreamSpecification(true, view)).build());
    return latestStream(table);
  }

  void disable(String table) throws IOException {
    varve.updateTable(
        UpdateTable.named(table).streamSpecification(new StreamSpecification(false, null)).build());
  }

  static Item key(String id) {
    return Item.of("id", AttributeValue.s(id));
  }

  static Item item(String id, String text) {
    return Item.of("id", AttributeValue.s(id), "text", AttributeValue.s(text));
  }

  void put(String id, String text) throws IOException {
    varve.putItem(PutItem.of(TABLE, item(id, text)));
  }

  void delete(String id) throws IOException {
    varve.deleteItem(DeleteItem.of(TABLE, key(id)));
  }

  void set(String id, String text) throws IOException {
    varve.updateItem(
        UpdateItem.in(TABLE)
            .key(key(id))
            .update("SET #t = :t")
            .name("#t", "text")
            .value(":t", AttributeValue.s(text))
            .build());
  }

  List<Record> records(String streamArn) throws IOException {
    return StreamFollower.all(varve, streamArn);
  }
}
