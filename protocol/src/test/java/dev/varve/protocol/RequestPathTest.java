package dev.varve.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.json.Operations;
import dev.varve.dynamodb.value.Item;
import dev.varve.protocol.Endpoint.Answer;
import dev.varve.testing.Values;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/**
 * Requests whose items go from bytes to bytes are answered as those whose items become values: one
 * database is asked through {@link Protocol}, another one through {@link ValuePath}.
 */
class RequestPathTest {
  private static final int REQUESTS = 120;

  private static final String TABLE =
      "{'TableName':'Tab','AttributeDefinitions':[{'AttributeName':'p','AttributeType':'S'},{'AttributeName':'r','AttributeType':'N'},{'AttributeName':'a','AttributeType':'S'}],'KeySchema':[{'AttributeName':'p','KeyType':'HASH'},{'AttributeName':'r','KeyType':'RANGE'}],'GlobalSecondaryIndexes':[{'IndexName':'ByA','KeySchema':[{'AttributeName':'a','KeyType':'HASH'}],'Projection':{'ProjectionType':'ALL'}}],'BillingMode':'PAY_PER_REQUEST'}";

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  void bothPathsGiveTheSameBytes(@ForAll("items") List<Item> items, @ForAll Random random)
      throws IOException {
    try (Endpoint endpoint = new Endpoint();
        Endpoint other = new Endpoint()) {
      ValuePath values = new ValuePath(other.database());
      assertEquals(200, endpoint.call("CreateTable", TABLE).status());
      assertEquals(200, other.call("CreateTable", TABLE).status());
      RandomBodies bodies = new RandomBodies(random, items);
      for (int i = 0; i < REQUESTS; i++) {
        RandomBodies.Body body = bodies.next();
        assertSame(body.operation(), body.json(), endpoint, values);
      }
      assertSame("Scan", "{\"TableName\":\"Tab\"}", endpoint, values);
      assertSame("Scan", "{\"TableName\":\"Tab\",\"IndexName\":\"ByA\"}", endpoint, values);
    }
  }

  private static Answer assertSame(
      String operation, String body, Endpoint endpoint, ValuePath values) throws IOException {
    String expected =
        values.answer(
            Operations.find(Endpoint.PREFIX + operation), body.getBytes(StandardCharsets.UTF_8));
    Answer answer = endpoint.target(Endpoint.PREFIX + operation, body);
    assertEquals(expected, answer.text(), () -> operation + " " + body);
    return answer;
  }

  @Test
  void theBodiesAreOfAllKinds() throws IOException {
    Random random = new Random(7);
    TreeMap<String, Integer> answers = new TreeMap<>();
    try (Endpoint endpoint = new Endpoint();
        Endpoint other = new Endpoint()) {
      ValuePath values = new ValuePath(other.database());
      endpoint.call("CreateTable", TABLE);
      other.call("CreateTable", TABLE);
      RandomBodies bodies = new RandomBodies(random, List.of(Item.of()));
      for (int i = 0; i < 3_000; i++) {
        RandomBodies.Body body = bodies.next();
        Answer answer = assertSame(body.operation(), body.json(), endpoint, values);
        answers.merge(body.operation() + " " + answer.status(), 1, Integer::sum);
      }
    }
    for (String operation :
        List.of(
            "PutItem",
            "GetItem",
            "UpdateItem",
            "DeleteItem",
            "Query",
            "Scan",
            "BatchGetItem",
            "BatchWriteItem",
            "TransactGetItems",
            "TransactWriteItems")) {
      for (int status : new int[] {200, 400}) {
        assertTrue(answers.getOrDefault(operation + " " + status, 0) >= 10, answers::toString);
      }
    }
  }

  @Provide
  Arbitrary<List<Item>> items() {
    return Values.attributes("p", "r", "a", "b", "c", "\u00e9").map(Item::of).list().ofSize(8);
  }
}
