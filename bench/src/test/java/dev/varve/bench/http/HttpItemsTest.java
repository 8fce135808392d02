package dev.varve.bench.http;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.varve.bench.measure.WrongAnswerException;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.VarveOptions;
import dev.varve.dynamodb.api.CreateTable;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.json.Operations;
import dev.varve.engine.Durability;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpItemsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @Test
  void anItemHasJustTheBytesOfOneCapacityUnit() throws IOException {
    try (Varve varve =
        Varve.open(folder, VarveOptions.defaults().withDurability(Durability.BUFFERED))) {
      varve.createTable(
          read(
              "{\"TableName\":\"Orders\",\"BillingMode\":\"PAY_PER_REQUEST\","
                  + "\"AttributeDefinitions\":[{\"AttributeName\":\"customer\","
                  + "\"AttributeType\":\"S\"}],"
                  + "\"KeySchema\":[{\"AttributeName\":\"customer\",\"KeyType\":\"HASH\"}]}"));
      int full = 0;
      for (long i = 0; i < 300; i++) {
        String item = HttpItems.item(i * HttpItems.COLLECTION + i % HttpItems.COLLECTION, 5);
        assertEquals(1, units(varve, item), item);
        String longer =
            item.replace("\"remark\":{\"S\":\"", "\"remark\":{\"S\":\"x")
                .replace("customer-", "customer+"); // another item: a former one counts, too
        full += units(varve, longer) > 1 ? 1 : 0;
      }
      assertTrue(full > 200, full + " of 300"); // numbers that end with zeros are shorter
    }
  }

  private static double units(Varve varve, String item) throws IOException {
    try (JsonParser in =
        new JsonFactory()
            .createParser(
                "{\"TableName\":\"Orders\",\"ReturnConsumedCapacity\":\"TOTAL\",\"Item\":"
                    + item
                    + "}")) {
      PutItem request = Operations.PUT_ITEM.request(in);
      return varve.putItem(request).consumedCapacity().orElseThrow().capacityUnits();
    }
  }

  private static CreateTable read(String json) throws IOException {
    try (JsonParser in = new JsonFactory().createParser(json)) {
      return Operations.CREATE_TABLE.request(in);
    }
  }

  @Test
  void allItemsHaveOneLengthAndAreDifferent() {
    String first = HttpItems.item(0, 0);
    for (long number : new long[] {1, 99, 100, 99_999, 2_000_000_000}) {
      assertEquals(first.length(), HttpItems.item(number, 0).length());
      assertNotEquals(first, HttpItems.item(number, 0));
    }
    assertNotEquals(first, HttpItems.item(0, 1));
    assertEquals(first, HttpItems.item(0, 0));
  }

  @Test
  void theRightItemIsRightInAnyOrderOfItsSet() {
    assertDoesNotThrow(() -> check(HttpItems.item(7, 3), 3, 3));
    assertDoesNotThrow(() -> check(HttpItems.item(7, 3), 0, 9));
    assertDoesNotThrow(
        () -> check(HttpItems.item(7, 3).replaceFirst("(\"a-.{6}\"),(\"b-.{6}\")", "$2,$1"), 3, 3));
  }

  @Test
  void anyOtherItemIsWrong() {
    String right = HttpItems.item(7, 3);
    assertThrows(WrongAnswerException.class, () -> check(HttpItems.item(8, 3), 3, 3));
    assertThrows(WrongAnswerException.class, () -> check(right, 4, 9));
    assertThrows(WrongAnswerException.class, () -> check(right, 0, 2));
    assertThrows(WrongAnswerException.class, () -> check("{}", 0, 9));
    assertThrows(WrongAnswerException.class, () -> check(right.replace("zip", "zap"), 3, 3));
    assertThrows(
        WrongAnswerException.class,
        () -> HttpItems.check("GetItem", 7, MissingNode.getInstance(), 0, 9));
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 100; i++) {
      int at = random.nextInt(right.length());
      char other = right.charAt(at) == '0' ? '1' : '0';
      if (Character.isLetterOrDigit(right.charAt(at))) {
        String changed = right.substring(0, at) + other + right.substring(at + 1);
        assertThrows(WrongAnswerException.class, () -> check(changed, 3, 3), changed);
      }
    }
  }

  private static void check(String found, int min, int max)
      throws WrongAnswerException, IOException {
    HttpItems.check("GetItem", 7, JSON.readTree(found), min, max);
  }
}
