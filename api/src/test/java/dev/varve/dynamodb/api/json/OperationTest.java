package dev.varve.dynamodb.api.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.varve.dynamodb.api.DynamoDb;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.GetItemResult;
import dev.varve.dynamodb.api.ListBackups;
import dev.varve.dynamodb.api.ReturnValue;
import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.error.SerializationException;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationTest {
  private static final JsonFactory JSON = new JsonFactory();

  @Test
  void everyOperationIsFoundAndPassesOverWhatTheModelLacks() throws IOException {
    for (Operation<?, ?> operation : Operations.ALL) {
      assertSame(operation, Operations.find(operation.target()));
      assertNotNull(read(operation, "{\"Unheard\": {\"a\": [1, {}]}, \"Other\": null}"));
    }
    assertNull(Operations.find("DynamoDB_20120810.Unheard"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'TableName':'T','Item':{'p':{'S':'a'},'m':{'M':{'l':{'L':[{'N':'1'},{'NULL':true}]}}}},'Expected':{'p':{'Exists':false}},'ReturnValues':'ALL_OLD','ExpressionAttributeNames':{'#p':'p'},'ExpressionAttributeValues':{':v':{'BS':['AA==']}}}",
        "{'TableName':'T','Item':{},'ExpressionAttributeNames':{}}"
      })
  void aRequestIsWrittenAsItWasRead(String json) throws IOException {
    String text = json.replace('\'', '"');
    assertEquals(text, written(read(Operations.PUT_ITEM, text), PutItemJson::write));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'Items':[],'Count':0,'ScannedCount':3}",
        "{'Count':0,'ScannedCount':3}",
        "{'Items':[{'p':{'S':'a'}}],'Count':1,'ScannedCount':3,'LastEvaluatedKey':{'p':{'S':'a'}},'ConsumedCapacity':{'TableName':'T','CapacityUnits':0.5,'LocalSecondaryIndexes':{'i':{'CapacityUnits':1.0}}}}"
      })
  void anAnswerIsWrittenAsItWasRead(String json) throws IOException {
    String text = json.replace('\'', '"');
    try (JsonParser parser = JSON.createParser(text)) {
      parser.nextToken();
      assertEquals(text, written(QueryResultJson.read(new JsonIn(parser)), QueryResultJson::write));
    }
  }

  @Test
  void anEncodedRequestIsTheSameRequest() throws IOException {
    String batch =
        "{'RequestItems':{'T':[{'PutRequest':{'Item':{'p':{'S':'a'},'m':{'M':{'l':{'L':[{'N':'1'}]}}}}}},{'DeleteRequest':{'Key':{'p':{'S':'b'}}}}]}}";
    for (String json :
        List.of(
            "{'TableName':'T','Item':{'p':{'S':'a'},'b':{'B':'AA=='}},'ExpressionAttributeValues':{':v':{'NS':['1']}}}",
            "{'TableName':'T','Item':{},'Expected':{'p':{'Exists':false}}}")) {
      assertSameRequest(Operations.PUT_ITEM, json);
    }
    assertSameRequest(Operations.BATCH_WRITE_ITEM, batch);
    assertSameRequest(Operations.GET_ITEM, "{'TableName':'T','Key':{'p':{'S':'a'}}}");
    assertSameRequest(Operations.LIST_TABLES, "{'Limit':5}");
  }

  private static void assertSameRequest(Operation<?, ?> operation, String json) throws IOException {
    String text = json.replace('\'', '"');
    try (JsonParser parser = JSON.createParser(text)) {
      assertEquals(read(operation, text), operation.encodedRequest(parser, text.length()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'TableName':'T','Item':{'p':{'N':'x'}}}",
        "{'TableName':'T','Item':{'p':{'N':5}}}",
        "{'TableName':'T','Item':{'p':{'S':'a'}},'ReturnValues':'X'}",
        "{'TableName':'T','Item':{'p':{'S':'a'}"
      })
  void whatIsWrongIsNotTakenAsAnEncodedRequest(String json) throws IOException {
    String text = json.replace('\'', '"');
    try (JsonParser parser = JSON.createParser(text)) {
      assertThrows(
          DynamoException.class, () -> Operations.PUT_ITEM.encodedRequest(parser, text.length()));
    }
  }

  @Test
  void anUnknownTextIsToldWhereItStands() throws IOException {
    assertRefused(
        "1 validation error detected: Value 'X' at 'transactItems.2.member.put.returnValuesOnConditionCheckFailure' failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, NONE]",
        Operations.TRANSACT_WRITE_ITEMS,
        "{'TransactItems':[{'Put':{'TableName':'T','Item':{}}},{'Put':{'TableName':'T','Item':{},'ReturnValuesOnConditionCheckFailure':'X'}},{'Put':{'TableName':'T','Item':{}}}]}");
    // The last one counts, and a structure that is passed over has none.
    assertEquals(
        ReturnValue.NONE,
        read(
                Operations.PUT_ITEM,
                "{\"ReturnValues\":\"X\",\"ReturnValues\":\"NONE\",\"TableName\":\"T\",\"Item\":{}}")
            .returnValues());
  }

  @Test
  void wrongTypesAreToldBeforeAllElse() {
    assertRefused(
        "STRING_VALUE cannot be converted to Integer",
        Operations.QUERY,
        "{'TableName':'','Select':'X','Limit':'1'}");
    assertRefused(
        "NUMBER_VALUE cannot be converted to Boolean", Operations.QUERY, "{'ConsistentRead':1}");
    assertRefused("Unexpected field type", Operations.CREATE_TABLE, "{'KeySchema':1}");
    assertRefused(
        "Unexpected value type in payload", Operations.CREATE_TABLE, "{'KeySchema':[null]}");
    for (String broken : new String[] {"", "[]", "{", "{'a':", "{'a':" + "[".repeat(5_000)}) {
      assertRefused("", Operations.QUERY, broken);
    }
  }

  @Test
  void elementsWithoutNumberAreRefused() throws IOException {
    String names = "{'TableName':'T','AttributesToGet':[" + "'a',".repeat(131_071) + "'a'";
    assertEquals(
        131_072, read(Operations.SCAN, (names + "]}").replace('\'', '"')).attributesToGet().size());
    assertRefused("", Operations.SCAN, names + ",'a']}");
    assertRefused(
        "", Operations.TRANSACT_WRITE_ITEMS, "{'TransactItems':[" + "{},".repeat(131_072) + "{}]}");
    assertRefused(
        "",
        Operations.BATCH_GET_ITEM,
        "{'RequestItems':{'T':{'Keys':[" + "{},".repeat(131_072) + "{}]}}}");
  }

  @Test
  void numbersAreRoundedDownAndClamped() throws IOException {
    assertEquals(2, limit("2.9"));
    assertEquals(-3, limit("-2.1"));
    assertEquals(Integer.MAX_VALUE, limit("99999999999999999999999"));
    assertEquals(Integer.MIN_VALUE, limit("-1e300"));
  }

  private static int limit(String number) throws IOException {
    return read(Operations.QUERY, "{\"Limit\":" + number + "}").limit();
  }

  @Test
  void timesAreReadToTheMicrosecondAndClamped() throws IOException {
    assertEquals(Instant.ofEpochSecond(5), time("5"));
    assertEquals(Instant.ofEpochSecond(1_700_000_000, 123_000_000), time("1700000000.123"));
    assertEquals(Instant.ofEpochSecond(1_700_000_000), time("1.7E9"));
    assertEquals(Instant.ofEpochSecond(-2, 500_000_000), time("-1.5"));
    assertEquals(Instant.MAX.getEpochSecond(), time("9".repeat(30)).getEpochSecond());
    assertEquals(Instant.MAX.getEpochSecond(), time("1e300").getEpochSecond());
    assertEquals(Instant.MIN, time("-1e999"));
    assertEquals(
        "{\"TimeRangeLowerBound\":-1.500}",
        written(
            ListBackups.builder().timeRangeLowerBound(time("-1.5")).build(),
            ListBackupsJson::write));
  }

  private static Instant time(String number) throws IOException {
    return read(Operations.LIST_BACKUPS, "{\"TimeRangeLowerBound\":" + number + "}")
        .timeRangeLowerBound();
  }

  @Test
  void runsFromJsonToJson() throws IOException {
    DynamoDb database =
        new DynamoDb() {
          @Override
          public GetItemResult getItem(GetItem request) {
            return GetItemResult.builder().item(request.key()).build();
          }
        };
    StringWriter answer = new StringWriter();
    try (JsonParser in = JSON.createParser("{\"TableName\":\"T\",\"Key\":{\"p\":{\"S\":\"a\"}}}");
        JsonGenerator out = JSON.createGenerator(answer)) {
      Operations.GET_ITEM.run(database, in, out);
    }
    assertEquals("{\"Item\":{\"p\":{\"S\":\"a\"}}}", answer.toString());
  }

  @Test
  void aBrokenValueIsRefusedOnceItIsLookedAt() throws IOException {
    Item key = read(Operations.GET_ITEM, "{\"Key\":{\"p\":{\"N\":\"x\"}}}").key();
    assertTrue(key.toString().contains("{?}"), key.toString());
    assertEquals(
        "The parameter cannot be converted to a numeric value: x",
        assertThrows(ValidationException.class, () -> key.get("p").hashCode()).getMessage());
  }

  private static <I> I read(Operation<I, ?> operation, String json) throws IOException {
    try (JsonParser parser = JSON.createParser(json)) {
      return operation.request(parser);
    }
  }

  private static <T> String written(T structure, JsonOut.Writer<T> writer) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(text)) {
      writer.write(structure, new JsonOut(out));
    }
    return text.toString();
  }

  private static void assertRefused(String message, Operation<?, ?> operation, String json) {
    DynamoException error =
        assertThrows(DynamoException.class, () -> read(operation, json.replace('\'', '"')));
    assertEquals(message, error.getMessage());
    assertEquals(
        message.startsWith("1 validation")
            ? ValidationException.class
            : SerializationException.class,
        error.getClass());
  }
}
