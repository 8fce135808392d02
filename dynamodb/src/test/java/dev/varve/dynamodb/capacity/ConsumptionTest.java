package dev.varve.dynamodb.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.varve.dynamodb.api.ConsumedCapacity;
import dev.varve.dynamodb.api.ReturnConsumedCapacity;
import dev.varve.dynamodb.api.json.ConsumedCapacityJson;
import dev.varve.dynamodb.api.json.JsonOut;
import dev.varve.dynamodb.capacity.Consumption.Kind;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which members an answer has, as the JSON of answers shows. */
class ConsumptionTest {
  private static final JsonFactory JSON = new JsonFactory();

  private static String json(ConsumedCapacity capacity) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(text)) {
      ConsumedCapacityJson.write(capacity, new JsonOut(generator));
    }
    return text.toString().replace("\"", "");
  }

  private static String one(Consumption consumption) throws IOException {
    return json(consumption.one().orElseThrow());
  }

  @Test
  void whoDoesNotAskGetsNone() {
    assertNull(Consumption.of(null, Kind.PLAIN));
    assertNull(Consumption.of(ReturnConsumedCapacity.NONE, Kind.PLAIN));
  }

  @Test
  void theTotalHasNoParts() throws IOException {
    Consumption consumption = Consumption.of(ReturnConsumedCapacity.TOTAL, Kind.PLAIN);
    consumption.table("t").add(0.5);
    consumption.table("t").addIndex("g", true, 2);
    assertEquals("{TableName:t,CapacityUnits:2.5}", one(consumption));
  }

  @Test
  void indexesAreToldApartWhereTheyAreAskedFor() throws IOException {
    Consumption consumption = Consumption.of(ReturnConsumedCapacity.INDEXES, Kind.PLAIN);
    TableConsumption table = consumption.table("t");
    table.add(1);
    assertEquals("{TableName:t,CapacityUnits:1.0,Table:{CapacityUnits:1.0}}", one(consumption));
    table.addIndex("g", true, 2);
    table.addIndex("l", false, 4);
    table.addIndex("g", true, 8);
    assertEquals(
        "{TableName:t,CapacityUnits:15.0,Table:{CapacityUnits:1.0},"
            + "LocalSecondaryIndexes:{l:{CapacityUnits:4.0}},"
            + "GlobalSecondaryIndexes:{g:{CapacityUnits:10.0}}}",
        one(consumption));
  }

  @Test
  void aTableWhoseIndexWasReadIsThereWithNothing() throws IOException {
    Consumption consumption = Consumption.of(ReturnConsumedCapacity.INDEXES, Kind.PLAIN);
    consumption.table("t").addIndex("g", true, 0.5);
    assertEquals(
        "{TableName:t,CapacityUnits:0.5,Table:{CapacityUnits:0.0},"
            + "GlobalSecondaryIndexes:{g:{CapacityUnits:0.5}}}",
        one(consumption));
  }

  @Test
  void aTransactionPaysTwiceForTheTableAndOnceForIndexes() throws IOException {
    Consumption writes = Consumption.of(ReturnConsumedCapacity.INDEXES, Kind.TRANSACTIONAL_WRITE);
    writes.table("t").add(3);
    writes.table("t").addIndex("g", true, 1);
    assertEquals(
        "{TableName:t,CapacityUnits:7.0,WriteCapacityUnits:7.0,"
            + "Table:{WriteCapacityUnits:6.0,CapacityUnits:6.0},"
            + "GlobalSecondaryIndexes:{g:{WriteCapacityUnits:1.0,CapacityUnits:1.0}}}",
        one(writes));
    Consumption reads = Consumption.of(ReturnConsumedCapacity.TOTAL, Kind.TRANSACTIONAL_READ);
    reads.table("t").add(1);
    assertEquals("{TableName:t,CapacityUnits:2.0,ReadCapacityUnits:2.0}", one(reads));
  }

  @Test
  void tablesStandInTheOrderAndUnderTheNamesOfTheRequest() {
    Consumption consumption = Consumption.of(ReturnConsumedCapacity.TOTAL, Kind.PLAIN);
    String arn = "arn:aws:dynamodb:local:000000000000:table/users";
    consumption.table("zeta").add(1);
    consumption.table(arn).add(1);
    consumption.table("users").add(1);
    List<ConsumedCapacity> all = consumption.all();
    assertEquals(List.of("zeta", arn), all.stream().map(ConsumedCapacity::tableName).toList());
    assertEquals(2, all.getLast().capacityUnits());
  }
}
