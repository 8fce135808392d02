package dev.varve.dynamodb.api.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.error.ValidationException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class FindingsTest {
  private enum Letter {
    A
  }

  @Test
  void boundsAreInclusive() {
    new Findings().requireNone();
    assertNone(it -> {
      it.length("a", "xyz", 3, 3);
      it.length("a", null, 3, 3);
      it.range("a", 5, 5, 5);
      it.size("a", List.of(1), 1, 1);
      it.size("a", Map.of(), 0, 0);
      it.pattern("a", "xx", "x+");
      it.required("a", "");
    });
    assertFound(
        "Value 'xy' at 'a' failed to satisfy constraint: Member must have length greater than or equal to 3",
        it -> it.length("a", "xy", 3, 3));
    assertFound(
        "Value 'wxyz' at 'a' failed to satisfy constraint: Member must have length less than or equal to 3",
        it -> it.length("a", "wxyz", 3, 3));
    assertFound(
        "Value '6' at 'a' failed to satisfy constraint: Member must have value less than or equal to 5",
        it -> it.range("a", 6, 5, 5));
    assertFound(
        "Value '[1]' at 'a' failed to satisfy constraint: Member must have length greater than or equal to 2",
        it -> it.size("a", List.of(1), 2, 9));
    assertFound(
        "Value 'xy' at 'a' failed to satisfy constraint: Member must satisfy regular expression pattern: x+",
        it -> it.pattern("a", "xy", "x+"));
    assertFound(
        "Value null at 'a' failed to satisfy constraint: Member must not be null",
        it -> it.required("a", null));
  }

  @Test
  void placesAreTold() {
    Findings.Check<String> check = (text, out) -> out.length("in", text, 2, 2);
    assertFound(
        "Value 'c' at 'list.2.member.in' failed to satisfy constraint: Member must have length greater than or equal to 2",
        it -> it.each("list", List.of("ab", "c"), check));
    assertFound(
        "Value 'c' at 'map.k.member.in' failed to satisfy constraint: Member must have length greater than or equal to 2",
        it -> it.eachValue("map", Map.of("k", "c"), check));
    assertFound(
        "Value 'c' at 'map.k.member.1.member.in' failed to satisfy constraint: Member must have length greater than or equal to 2",
        it -> it.eachOfEach("map", Map.of("k", List.of("c")), check));
    assertFound(
        "Value 'c' at 'list.1.member' failed to satisfy constraint: Member must have length greater than or equal to 2",
        it -> it.elements("list", List.of("c"), 2, 2));
    assertFound(
        "Value 'c' at 'out.in' failed to satisfy constraint: Member must have length greater than or equal to 2",
        it -> {
          it.each("list", List.of("ab"), check);
          it.enter("out");
          check.check("c", it);
          it.leave();
        });
    assertFound(
        "Value '{kk=1}' at 'map' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length less than or equal to 1]",
        it -> it.keys("map", Map.of("kk", 1), Long.MIN_VALUE, 1));
    assertFound(
        "Value '{k=[]}' at 'map' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 25, Member must have length greater than or equal to 1]",
        it -> it.valueSizes("map", Map.of("k", List.of()), 1, 25));
  }

  @Test
  void allAreCountedAndTenAreTold() {
    String message =
        messageOf(it -> {
          for (int i = 1; i <= 12; i++) {
            it.required("m" + i, null);
          }
        });
    assertTrue(message.startsWith("12 validation errors detected: Value null at 'm1'"), message);
    assertTrue(
        message.endsWith("at 'm10' failed to satisfy constraint: Member must not be null"),
        message);
    assertEquals(9, message.chars().filter(c -> c == ';').count());
  }

  @Test
  void anUnknownTextBelongsToOneStructure() {
    Object owner = new Object();
    Findings.Unknown unknown = (of, member) -> of == owner && member.equals("a") ? "Z" : null;
    Findings findings = new Findings(unknown);
    findings.enumeration(new Object(), "a", null, "[A]");
    findings.enumeration(owner, "b", null, "[A]");
    findings.enumeration(owner, "a", Letter.A, "[A]");
    findings.requireNone();
    findings.requiredEnumeration(owner, "a", null, "[A]");
    findings.requiredEnumeration(owner, "b", null, "[A]");
    assertEquals(
        "2 validation errors detected: Value 'Z' at 'a' failed to satisfy constraint: Member must satisfy enum value set: [A]; Value null at 'b' failed to satisfy constraint: Member must not be null",
        assertThrows(ValidationException.class, findings::requireNone).getMessage());
  }

  @Test
  void aRefusalOfItsOwnComesAfterFindings() {
    Findings findings = new Findings((owner, member) -> "Z");
    findings.enumerationAlone(this, "a", null, "wrong letter");
    assertEquals(
        "wrong letter",
        assertThrows(ValidationException.class, findings::requireNone).getMessage());
    findings.required("b", null);
    assertTrue(
        assertThrows(ValidationException.class, findings::requireNone)
            .getMessage()
            .startsWith("1 validation error detected"));
  }

  @Test
  void tableNames() {
    assertNone(it -> {
      it.itemTableName("t", "a");
      it.itemTableName("t", "x".repeat(255));
      it.itemTableName("t", "arn:" + "x".repeat(1020));
      it.plainTableName("t", "abc");
    });
    for (String wrong : List.of("", "a b", "é", "x".repeat(256), "arn:" + "x".repeat(1021))) {
      assertTrue(messageOf(it -> it.itemTableName("t", wrong)).startsWith("1 validation error"));
    }
    assertTrue(messageOf(it -> it.plainTableName("t", "ab")).endsWith("equal to 3"));
    assertEquals(
        "The parameter 'TableName' is required but was not present in the request",
        messageOf(it -> it.plainTableName("t", null)));
  }

  @Test
  void textsInMapsAreChecked() {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("x", "ab");
    map.put("y", "abc");
    assertFound(
        "Value 'abc' at 'm.y.member' failed to satisfy constraint: Member must have length less than or equal to 2",
        it -> it.elements("m", map, 1, 2));
  }

  private static void assertNone(Consumer<Findings> check) {
    Findings findings = new Findings();
    check.accept(findings);
    findings.requireNone();
  }

  private static void assertFound(String finding, Consumer<Findings> check) {
    assertEquals("1 validation error detected: " + finding, messageOf(check));
  }

  private static String messageOf(Consumer<Findings> check) {
    return assertThrows(ValidationException.class, () -> assertNone(check)).getMessage();
  }
}
