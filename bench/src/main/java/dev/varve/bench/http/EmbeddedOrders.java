package dev.varve.bench.http;

import dev.varve.dynamodb.TableDefinition;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.VarveOptions;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.json.ItemJson;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Durability;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The database in the caller's process, with buffered writes. */
public final class EmbeddedOrders implements OrderCalls {
  private final Varve varve;
  private final List<GetItem> gets = new ArrayList<>();
  private final List<PutItem> puts = new ArrayList<>();

  /** Creates and fills the table. */
  public EmbeddedOrders(Path directory, int count) throws IOException {
    varve = Varve.open(directory, VarveOptions.defaults().withDurability(Durability.BUFFERED));
    varve.createTable(
        TableDefinition.named(HttpTable.NAME)
            .partitionKey("customer", AttributeType.S)
            .sortKey("placed", AttributeType.N)
            .build());
    for (int number = 0; number < count; number++) {
      Item item = ItemJson.parse(HttpItems.item(number, 0));
      gets.add(GetItem.of(HttpTable.NAME, ItemJson.parse(HttpItems.key(number))));
      puts.add(PutItem.of(HttpTable.NAME, item));
      varve.putItem(puts.getLast());
    }
  }

  @Override
  public Object get(long number) throws IOException {
    return varve.getItem(gets.get((int) number));
  }

  @Override
  public Object put(long number) throws IOException {
    return varve.putItem(puts.get((int) number));
  }

  @Override
  public void close() throws IOException {
    varve.close();
  }
}
