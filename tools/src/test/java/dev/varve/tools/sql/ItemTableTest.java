package dev.varve.tools.sql;

import static dev.varve.dynamodb.value.AttributeValue.b;
import static dev.varve.dynamodb.value.AttributeValue.bool;
import static dev.varve.dynamodb.value.AttributeValue.l;
import static dev.varve.dynamodb.value.AttributeValue.m;
import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.ns;
import static dev.varve.dynamodb.value.AttributeValue.nul;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.varve.dynamodb.value.Item;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ItemTableTest {
  private static List<String> lines(Item... items) {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out);
    new ItemTable(List.of(items)).print(writer);
    writer.flush();
    return out.toString().lines().toList();
  }

  @Test
  void columnsAreAsWideAsNeedBeAndNumbersToTheRight() {
    assertEquals(
        List.of(
            "name     count  last", //
            "-------  -----  ----",
            "ann          5  x",
            "barbara  -12.5"),
        lines(
            Item.builder().put("name", s("ann")).put("count", n(5)).put("last", s("x")).build(),
            Item.of("name", s("barbara"), "count", n("-12.50"))));
  }

  @Test
  void valuesAreWrittenAsInStatements() {
    assertEquals(
        "{'k': ['it''s', true, null, AAE=, <<1, 2>>, {}, 1.5]}",
        lines(
                Item.of(
                    "v",
                    m(
                        Map.of(
                            "k",
                            l(
                                s("it's"),
                                bool(true),
                                nul(),
                                b((byte) 0, (byte) 1),
                                ns(1, 2),
                                m(Map.of()),
                                n("1.5"))))))
            .getLast());
  }

  @Test
  void longValuesAreCutAndLinesStayLines() {
    List<String> lines = lines(Item.of("v", s("a\nb" + "x".repeat(100))));
    assertEquals(3, lines.size());
    assertEquals("a b" + "x".repeat(54) + "...", lines.getLast());
  }

  @Test
  void charactersBeyondTheFirstPlaneTakeOnePlace() {
    assertEquals(
        List.of("v   w", "--  -", "\ud834\udd1ea  b"),
        lines(Item.of("v", s("\ud834\udd1ea"), "w", s("b"))));
  }
}
