package dev.varve.dynamodb.filter;

import static dev.varve.dynamodb.value.AttributeValue.b;
import static dev.varve.dynamodb.value.AttributeValue.bool;
import static dev.varve.dynamodb.value.AttributeValue.l;
import static dev.varve.dynamodb.value.AttributeValue.m;
import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.ns;
import static dev.varve.dynamodb.value.AttributeValue.nul;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static dev.varve.dynamodb.value.AttributeValue.ss;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.Identity;
import dev.varve.dynamodb.api.OperationType;
import dev.varve.dynamodb.api.Record;
import dev.varve.dynamodb.api.StreamRecord;
import dev.varve.dynamodb.api.StreamViewType;
import dev.varve.dynamodb.value.Item;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which records patterns match, and which texts are none. */
class EventPatternTest {
  private static final Item NEW =
      Item.builder()
          .put("name", s("Ann Smith"))
          .put("age", n("41.50"))
          .put("member", bool(true))
          .put("nothing", nul())
          .put("bytes", b((byte) 1, (byte) 2))
          .put("tags", ss("red", "green"))
          .put("sizes", ns(3, 40))
          .put("empty", l())
          .put("list", l(s("x"), n(7), m(Map.of("deep", s("here")))))
          .put("map", m(Map.of("city", s("Rome"), "zip", n(187))))
          .build();

  private static final Record RECORD =
      Record.builder()
          .eventID("0123456789abcdef")
          .eventName(OperationType.MODIFY)
          .eventVersion("1.1")
          .eventSource("aws:dynamodb")
          .awsRegion("eu-west-1")
          .userIdentity(Identity.builder().type("Service").principalId("p").build())
          .dynamodb(
              StreamRecord.builder()
                  .approximateCreationDateTime(Instant.ofEpochMilli(1_700_000_000_500L))
                  .keys(Item.of("id", s("k1")))
                  .newImage(NEW)
                  .oldImage(Item.of("id", s("k1"), "name", s("Ann")))
                  .sequenceNumber("100000000000000000300")
                  .sizeBytes(120L)
                  .streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)
                  .build())
          .build();

  private static boolean matches(String pattern) {
    return EventPattern.parse(pattern.replace('\'', '"')).matches(RECORD);
  }

  /** A pattern of an attribute of the new image. */
  private static boolean image(String pattern) {
    return matches("{'dynamodb': {'NewImage': " + pattern + "}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'name': {'S': ['Ann Smith']}} | true",
        "{'name': {'S': ['Ann']}} | false",
        "{'name': {'S': ['Bob', 'Ann Smith']}} | true",
        "{'name': {'N': ['Ann Smith']}} | false",
        "{'name': {'S': [{'prefix': 'Ann'}]}} | true",
        "{'name': {'S': [{'prefix': 'Smith'}]}} | false",
        "{'name': {'S': [{'suffix': 'Smith'}]}} | true",
        "{'name': {'S': [{'equals-ignore-case': 'aNN sMITH'}]}} | true",
        "{'name': {'S': [{'anything-but': 'Bob'}]}} | true",
        "{'name': {'S': [{'anything-but': ['Bob', 'Ann Smith']}]}} | false",
        "{'name': {'S': [{'anything-but': {'prefix': 'Ann'}}]}} | false",
        "{'name': {'S': [{'anything-but': {'suffix': 'x'}}]}} | true",
        "{'other': {'S': [{'anything-but': 'Bob'}]}} | false",
        "{'age': {'N': ['41.5']}} | true",
        "{'age': {'N': ['41.50']}} | false",
        "{'age': {'N': [41.50]}} | true",
        "{'age': {'N': [{'numeric': ['>', 41, '<=', 41.5]}]}} | true",
        "{'age': {'N': [{'numeric': ['<', 41.5]}]}} | false",
        "{'age': {'N': [{'numeric': ['=', 415e-1]}]}} | true",
        "{'age': {'N': [{'anything-but': 41.5}]}} | false",
        "{'age': {'N': [{'anything-but': [1, 2]}]}} | true",
        "{'member': {'BOOL': [true]}} | true",
        "{'member': {'BOOL': [false]}} | false",
        "{'member': {'BOOL': ['true']}} | false",
        "{'nothing': {'NULL': [true]}} | true",
        "{'nothing': {'NULL': [null]}} | false",
        "{'bytes': {'B': ['AQI=']}} | true",
        "{'tags': {'SS': ['green']}} | true",
        "{'tags': {'SS': ['blue']}} | false",
        "{'sizes': {'NS': [{'numeric': ['>', 30]}]}} | true",
        "{'list': {'L': {'S': ['x']}}} | true",
        "{'list': {'L': {'M': {'deep': {'S': ['here']}}}}} | true",
        "{'list': {'L': {'N': [8]}}} | false",
        "{'map': {'M': {'city': {'S': ['Rome']}, 'zip': {'N': [187]}}}} | true",
        "{'map': {'M': {'city': {'S': ['Rome']}, 'zip': {'N': [188]}}}} | false",
        "{'name': {'S': [{'exists': true}]}} | true",
        "{'name': {'S': [{'exists': false}]}} | false",
        "{'name': {'N': [{'exists': false}]}} | true",
        "{'other': {'S': [{'exists': false}]}} | true",
        "{'other': {'S': [{'exists': true}]}} | false",
        "{'map': [{'exists': true}]} | false",
        "{'tags': {'SS': [{'exists': true}]}} | true",
        "{'tags': {'SS': [{'exists': false}]}} | false",
        "{'empty': {'L': [{'exists': false}]}} | true",
        "{'empty': {'L': {'S': [{'exists': false}]}}} | true",
        "{'name': {'S': ['Bob', {'prefix': 'Ann'}]}} | true",
        "{'$or': [{'name': {'S': ['Bob']}}, {'age': {'N': [41.5]}}]} | true",
        "{'$or': [{'name': {'S': ['Bob']}}, {'age': {'N': [1]}}]} | false",
        "{'name': {'S': ['Bob']}, '$or': [{'a': {'S': ['b']}}, {'age': {'N': [41.5]}}]} | false",
      })
  void attributesMatchOrDoNot(String pattern, boolean expected) {
    assertEquals(expected, image(pattern));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'eventName': ['MODIFY']} | true",
        "{'eventName': ['INSERT', 'REMOVE']} | false",
        "{'eventName': [{'anything-but': 'INSERT'}]} | true",
        "{'eventID': [{'prefix': '0123'}], 'eventVersion': ['1.1']} | true",
        "{'eventSource': ['aws:dynamodb'], 'awsRegion': ['eu-west-1']} | true",
        "{'userIdentity': {'type': ['Service'], 'principalId': ['p']}} | true",
        "{'userIdentity': {'other': [{'exists': true}]}} | false",
        "{'dynamodb': {'Keys': {'id': {'S': ['k1']}}}} | true",
        "{'dynamodb': {'OldImage': {'name': {'S': ['Ann']}}}} | true",
        "{'dynamodb': {'SequenceNumber': [{'suffix': '300'}]}} | true",
        "{'dynamodb': {'SizeBytes': [{'numeric': ['>=', 120]}]}} | true",
        "{'dynamodb': {'SizeBytes': ['120']}} | false",
        "{'dynamodb': {'StreamViewType': ['NEW_AND_OLD_IMAGES']}} | true",
        "{'dynamodb': {'ApproximateCreationDateTime': [{'numeric': ['>', 1700000000]}]}} | true",
        "{'dynamodb': {'Other': ['x']}} | false",
        "{'dynamodb': [{'exists': true}]} | false",
        "{'other': [{'exists': false}]} | true",
      })
  void membersOfTheRecordMatchOrDoNot(String pattern, boolean expected) {
    assertEquals(expected, matches(pattern));
  }

  @Test
  void aRecordWithoutAnImageHasNothingInIt() {
    Record keysOnly =
        Record.builder()
            .eventName(OperationType.INSERT)
            .dynamodb(StreamRecord.builder().keys(Item.of("id", s("k1"))).build())
            .build();
    EventPattern absent =
        EventPattern.parse("{\"dynamodb\":{\"NewImage\":{\"a\":{\"S\":[{\"exists\":false}]}}}}");
    assertTrue(absent.matches(keysOnly));
    assertTrue(absent.matches(Record.builder().build()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "'x'",
        "{'a': 'b'}",
        "{'a': []}",
        "{'a': {}}",
        "{'a': [[]]}",
        "{'a': [{}]}",
        "{'a': [{'like': 'x'}]}",
        "{'a': [{'prefix': 1}]}",
        "{'a': [{'prefix': ''}]}",
        "{'a': [{'prefix': 'x', 'suffix': 'y'}]}",
        "{'a': [{'exists': 'yes'}]}",
        "{'a': [{'numeric': '>'}]}",
        "{'a': [{'numeric': []}]}",
        "{'a': [{'numeric': ['>']}]}",
        "{'a': [{'numeric': [1]}]}",
        "{'a': [{'numeric': ['~', 1]}]}",
        "{'a': [{'numeric': ['>', 'x']}]}",
        "{'a': [{'numeric': ['>', 1, '<', 5, '=', 3]}]}",
        "{'a': [{'anything-but': true}]}",
        "{'a': [{'anything-but': []}]}",
        "{'a': [{'anything-but': [true]}]}",
        "{'a': [{'anything-but': {'exists': true}}]}",
        "{'$or': [{'a': ['b']}]}",
        "{'$or': ['a', 'b']}",
        "{'a': ['b'], 'a': ['c']}",
        "{'a': ['b']} x",
        "{'a': ['b'",
      })
  void whatIsNoPatternIsRefused(String text) {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> EventPattern.parse(text.replace('\'', '"')));
    assertTrue(refusal.getMessage().startsWith("filter pattern: "), refusal.getMessage());
  }

  @Test
  void aPatternThatIsTooDeepIsRefused() {
    String deep = "{\"a\":".repeat(500) + "[1]" + "}".repeat(500);
    assertThrows(IllegalArgumentException.class, () -> EventPattern.parse(deep));
  }
}
