package dev.varve.dynamodb.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The runner itself: what is expected wrongly fails. */
class CaseRunnerTest {
  private static final String SETUP =
      """
      setup
      table tab (p S)
      item tab {p: {S: 'a'}, n: {N: '1'}}

      """;
  private static final String GET = "GetItem {TableName: 'tab', Key: {p: {S: 'a'}}}\n";
  private static final String PUT_TWICE =
      "PutItem {TableName: 'tab', Item: {p: {S: 'a'}}, ConditionExpression:"
          + " 'attribute_not_exists(p)', ReturnValuesOnConditionCheckFailure: 'ALL_OLD'}\n";
  private static final String FAILED =
      "!! ConditionalCheckFailedException: The conditional request failed\n";

  private final CaseRunner runner = new CaseRunner();

  @AfterEach
  void close() throws IOException {
    runner.close();
  }

  @Test
  void aRightAnswerPasses() throws IOException {
    run(GET + "=> {Item: {n: {N: '1'}, p: {S: 'a'}}}");
    run(GET + "=> {Item: {n: '***', p: {S: '***'}}}");
    run(GET + "=~ {Item: {n: {N: '1'}, gone: '(absent)'}}");
    run("Scan {TableName: 'tab'}\n=> {Items: ['(any order)', '***'], Count: 1.0, ScannedCount: 1}");
    run(PUT_TWICE + FAILED + "+ {Item: {p: {S: 'a'}, n: {N: '1'}}}");
    run("GetItem {TableName: 'tab', Key: 5}\n!! SerializationException: Unexpected *** type");
    run(GET);
  }

  @Test
  void aWrongAnswerFails() {
    fails("answer.Item.n.N: expected 2 but was 1", GET + "=> {Item: {n: {N: '2'}, p: {S: 'a'}}}");
    fails("answer.Item.n: not expected: {N=1}", GET + "=> {Item: {p: {S: 'a'}}}");
    fails("answer.Item.x: expected *** but was null", GET + "=~ {Item: {x: '***'}}");
    fails("answer.Item.n: expected (absent) but was {N=1}", GET + "=~ {Item: {n: '(absent)'}}");
    fails("answer.Item: not expected: ", GET + "=> {}");
    fails("answer.Items: expected [] but was [{p=", "Scan {TableName: 'tab'}\n=~ {Items: []}");
    fails(
        "answer.Items: not expected: [{p=", "Scan {TableName: 'tab'}\n=~ {Items: ['(any order)']}");
    fails("answer.Count: expected 2 but was 1", "Scan {TableName: 'tab'}\n=~ {Count: 2}");
  }

  @Test
  void aWrongErrorFails() {
    fails("expected ValidationException: no", GET + "!! ValidationException: no");
    fails("refused: ConditionalCheckFailedException: ", PUT_TWICE + "=> {}");
    fails("refused: ConditionalCheckFailedException: ", PUT_TWICE);
    fails("error.Item: not expected: ", PUT_TWICE + FAILED);
    fails(
        "error.Item.p.S: expected b but was a",
        PUT_TWICE + FAILED + "+ {Item: {p: {S: 'b'}, n: {N: '1'}}}");
    fails(
        "was      ConditionalCheckFailedException: The conditional",
        PUT_TWICE + "!! ValidationException: The conditional request failed");
    fails(
        "was      ConditionalCheckFailedException: The conditional",
        PUT_TWICE + "!! ConditionalCheckFailedException: The conditional");
  }

  @Test
  void eachCaseHasItsSetUpAndNothingElse() throws IOException {
    List<Case> cases =
        CaseFile.parse(
            "test",
            SETUP
                + "== 1 first\nDeleteItem {TableName: 'tab', Key: {p: {S: 'a'}}}\n=> {}\n"
                + "== 1 second\nScan {TableName: 'tab', Select: 'COUNT'}\n=~ {Count: 1}\n");
    for (Case each : cases) {
      runner.run(each);
    }
  }

  @Test
  void rowsFillATemplate() throws IOException {
    List<Case> cases =
        CaseFile.parse(
            "test",
            SETUP
                + "== 1.2 <a> is <b>\n"
                + "Get <a>\n"
                + "  <c> <<ab*2>>\n"
                + "=> <b>\n"
                + "| a | b |\n"
                + "| 1 | <a> |\n"
                + "| x |  |\n");
    assertEquals(
        List.of("test:10 1.2 1 is <a>", "test:11 1.2 x is "),
        cases.stream().map(Case::displayName).toList());
    assertEquals("1 <c> <<ab*2>>", cases.getFirst().steps().getFirst().request());
    assertEquals(new Step.Answer("<a>", true), cases.getFirst().steps().getFirst().expected());
  }

  @Test
  void abbreviationsAreWrittenOut() {
    assertEquals("xababy", Abbreviations.writtenOut("x<<ab*2>>y"));
    assertEquals("[k1, k2, k3]", Abbreviations.writtenOut("[<<1..3: k@>>]"));
    assertEquals("a=1 OR a=2", Abbreviations.writtenOut("<<1..2 ' OR ': a=@>>"));
    assertThrows(IllegalArgumentException.class, () -> Abbreviations.writtenOut("<<x>>"));
  }

  @Test
  void aFileOfTheWrongFormIsRefused() {
    assertRefused("test:1: neither a set-up nor a title", "GetItem {}\n");
    assertRefused("test:1: neither a set-up nor a title", "== A title without a section\nGet {}\n");
    assertRefused("test:1: no steps", "== 1 title\n");
    assertRefused("test:2: an answer without a request", "== 1 title\n=> {}\n");
    assertRefused("test:3: members of an error", "== 1 title\nGet {}\n+ {}\n");
    assertRefused("test:4: 1 cells, not 2", "== 1 <a>\nGet <b>\n| a | b |\n| 1 |\n");
    assertRefused("test:3: no rows", "== 1 <a>\nGet {}\n| a |\n");
    assertRefused("test:3: nothing is filled", "== 1 <a>\nGet {}\n| a | b |\n| 1 | 2 |\n");
    assertRefused("test:2: not of the form: table", "setup\ntable tab\n");
  }

  private static void assertRefused(String message, String text) {
    Exception error =
        assertThrows(IllegalArgumentException.class, () -> CaseFile.parse("test", text));
    assertTrue(error.getMessage().startsWith(message), error.getMessage());
  }

  private void run(String steps) throws IOException {
    runner.run(CaseFile.parse("test", SETUP + "== 1 title\n" + steps).getFirst());
  }

  private void fails(String difference, String steps) {
    AssertionError error = assertThrows(AssertionError.class, () -> run(steps));
    assertTrue(error.getMessage().contains("\n" + difference), error.getMessage());
  }
}
