package dev.varve.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.ExecuteStatement;
import dev.varve.dynamodb.api.ExecuteStatementResult;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Pages of a SELECT, and the tokens between them. */
class PartiqlPagesTest extends DatabaseFixture {
  private static final String MISMATCH = "NextToken does not match request";

  private void fill(int owners, int notes, int bytes) throws IOException {
    for (int owner = 0; owner < owners; owner++) {
      for (int at = 0; at < notes; at++) {
        put(NOTES, note("o" + owner, at, "x".repeat(bytes)));
      }
    }
  }

  private ExecuteStatementResult page(String statement, Integer limit, String token)
      throws IOException {
    return varve.executeStatement(
        ExecuteStatement.builder().statement(statement).limit(limit).nextToken(token).build());
  }

  /** All pages of a statement, each as the keys of its items. */
  private List<List<String>> pages(String statement, Integer limit) throws IOException {
    List<List<String>> pages = new ArrayList<>();
    String token = null;
    do {
      ExecuteStatementResult page = page(statement, limit, token);
      pages.add(page.items().stream().map(PartiqlPagesTest::key).toList());
      token = page.nextToken().orElse(null);
    } while (token != null);
    return pages;
  }

  private static String key(Item item) {
    return ((AttributeValue.S) item.get("owner")).value()
        + ((AttributeValue.N) item.get("at")).text();
  }

  @Test
  void aLimitCutsAcrossThePartitionsOfIn() throws IOException {
    fill(3, 2, 10);
    assertEquals(
        List.of(List.of("o20", "o21", "o00"), List.of("o01", "o10", "o11"), List.of()),
        pages("SELECT * FROM notes WHERE owner IN ['o2', 'o0', 'o1']", 3));
    assertEquals(
        List.of(List.of("o21", "o20", "o11", "o10"), List.of("o01", "o00")),
        pages(
            "SELECT * FROM notes WHERE owner IN ['o0', 'o1', 'o2'] ORDER BY owner DESC, \"at\" DESC",
            4));
  }

  @Test
  void aLimitCountsWhatIsRead() throws IOException {
    fill(1, 5, 10);
    assertEquals(
        List.of(List.of(), List.of("o03"), List.of("o04")),
        pages("SELECT * FROM notes WHERE owner = 'o0' AND \"at\" >= 0 AND NOT \"at\" < 3", 2));
  }

  @Test
  void aScanGoesThroughAllItems() throws IOException {
    fill(4, 3, 10);
    for (Integer limit : new Integer[] {1, 5, 12, null}) {
      List<String> keys =
          pages("SELECT * FROM notes", limit).stream().flatMap(List::stream).toList();
      assertEquals(12, keys.size());
      assertEquals(12, Set.copyOf(keys).size());
    }
  }

  @Test
  void aMegabyteEndsAPageAlsoBetweenPartitions() throws IOException {
    fill(3, 3, 400_000);
    List<List<String>> pages =
        pages("SELECT * FROM notes WHERE owner IN ['o0', 'o1', 'o2'] AND \"at\" < 2", null);
    assertEquals(List.of("o00", "o01", "o10", "o11"), pages.getFirst());
    assertEquals(
        List.of("o00", "o01", "o10", "o11", "o20", "o21"),
        pages.stream().flatMap(List::stream).collect(Collectors.toList()));
  }

  @Test
  void aTokenIsOfItsStatementAndItsParametersAlone() throws IOException {
    fill(2, 4, 10);
    ExecuteStatement first =
        ExecuteStatement.builder()
            .statement("SELECT * FROM notes WHERE owner = ?")
            .parameters(AttributeValue.s("o0"))
            .limit(2)
            .build();
    String token = varve.executeStatement(first).nextToken().orElseThrow();
    ExecuteStatement next = first.toBuilder().nextToken(token).build();
    assertEquals(2, varve.executeStatement(next.toBuilder().limit(3).build()).items().size());
    assertRefused(
        ValidationException.class,
        MISMATCH,
        () -> varve.executeStatement(next.toBuilder().parameters(AttributeValue.s("o1")).build()));
    assertRefused(
        ValidationException.class,
        MISMATCH,
        () ->
            varve.executeStatement(
                next.toBuilder().statement("SELECT * FROM notes WHERE owner =  ?").build()));
  }

  @Test
  void aTokenThatWasChangedIsRefusedOrHarmless() throws IOException {
    fill(1, 4, 10);
    String statement = "SELECT * FROM notes WHERE owner = 'o0'";
    String token = page(statement, 2, null).nextToken().orElseThrow();
    for (int i = 0; i < token.length(); i++) {
      char other = token.charAt(i) == 'A' ? 'B' : 'A';
      String changed = token.substring(0, i) + other + token.substring(i + 1);
      try {
        assertTrue(page(statement, 2, changed).items().size() <= 2);
      } catch (ValidationException refused) {
        assertTrue(!refused.getMessage().isEmpty());
      }
      if (i > 0) {
        String cut = token.substring(0, i);
        try {
          assertTrue(page(statement, 2, cut).items().size() <= 2);
        } catch (ValidationException refused) {
          assertTrue(!refused.getMessage().isEmpty());
        }
      }
    }
  }

  @Test
  void aTokenOutlivesARestart() throws IOException {
    fill(1, 3, 10);
    String statement = "SELECT * FROM notes WHERE owner = 'o0'";
    String token = page(statement, 2, null).nextToken().orElseThrow();
    reopen();
    assertEquals(
        List.of("o02"),
        page(statement, 2, token).items().stream().map(PartiqlPagesTest::key).toList());
  }

  @Test
  void anItemIsOneGetAndHasNoFurtherPage() throws IOException {
    fill(1, 2, 10);
    ExecuteStatementResult page =
        page("SELECT * FROM notes WHERE owner = 'o0' AND \"at\" = 1", 1, null);
    assertEquals(1, page.items().size());
    assertTrue(page.nextToken().isEmpty() && page.lastEvaluatedKey().isEmpty());
  }
}
