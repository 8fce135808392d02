package dev.varve.bench.items;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.dynamodbv2.local.monitoring.Telemetry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoDbLocalStoreTest {
  @TempDir private Path directory;

  @Test
  void whatIsClosedCanBeOpenedAtOnceAndHoldsItsItems() throws Exception {
    ItemModel<AttributeValue> model = new ItemModel<>(DynamoDbLocalStore.ATTRIBUTES);
    for (int generation = 0; generation < 4; generation++) {
      try (DynamoDbLocalStore store = DynamoDbLocalStore.open(directory, ItemIndexes.NONE)) {
        assertEquals(generation == 0 ? 0 : 2, store.count());
        if (generation > 0) {
          model.check("get", 0, store.get(model.key(0)), generation - 1, generation - 1);
        }
        assertNull(store.get(model.key(2)));
        store.load(List.of(model.item(0, generation), model.item(1, generation)));
      }
    }
  }

  @Test
  void eachPutOfABatchIsDone() throws Exception {
    ItemModel<AttributeValue> model = new ItemModel<>(DynamoDbLocalStore.ATTRIBUTES);
    try (DynamoDbLocalStore store = DynamoDbLocalStore.inMemory(ItemIndexes.TWO)) {
      store.write(List.of(model.item(5, 1), model.item(3, 1), model.item(4, 1)));
      List<Map<String, AttributeValue>> found =
          store.query(model.partitionKey(0), model.sortKey(0), 10);
      assertEquals(List.of(model.item(3, 1), model.item(4, 1), model.item(5, 1)), found);
    }
  }

  @Test
  void telemetryIsOffAndCouldNotBeSent() throws Exception {
    try (DynamoDbLocalStore store = DynamoDbLocalStore.open(directory, ItemIndexes.NONE)) {
      assertEquals("off", store.options().get("telemetry"));
      assertTrue(Telemetry.getTelemetry().isEmpty());
    }
    assertThrows(
        ClassNotFoundException.class,
        () ->
            Class.forName("software.amazon.awssdk.services.cognitoidentity.CognitoIdentityClient"));
  }
}
