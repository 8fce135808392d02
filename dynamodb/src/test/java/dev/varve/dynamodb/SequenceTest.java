package dev.varve.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.api.QueryResult;
import dev.varve.dynamodb.api.ResourceNotFoundException;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All pages of a Query or Scan, one after the other. */
class SequenceTest extends DatabaseFixture {
  private static final int COUNT = 10;

  @BeforeEach
  void fill() throws IOException {
    for (int at = 0; at < COUNT; at++) {
      put(NOTES, note("o", at, "n" + at));
    }
  }

  private static Query.Builder all() {
    return Query.of(NOTES).where("#o = :o").name("#o", "owner").value(":o", AttributeValue.s("o"));
  }

  @Test
  void pagesFollowEachOtherToTheEnd() {
    List<Integer> counts = new ArrayList<>();
    for (QueryResult page : varve.pages(all().limit(4).build())) {
      counts.add(page.count());
    }
    assertEquals(List.of(4, 4, 2), counts);
  }

  @Test
  void itemsPassOverEmptyPages() {
    Query last =
        all()
            .limit(3)
            .filter("#t = :t")
            .name("#t", "text")
            .value(":t", AttributeValue.s("n9"))
            .build();
    assertEquals(List.of(note("o", 9, "n9")), varve.items(last).stream().toList());
    List<Item> found = new ArrayList<>();
    varve.items(last).forEach(found::add);
    assertEquals(List.of(note("o", 9, "n9")), found);
  }

  @Test
  void aScanGivesWhatItsPagesHoldInTheirOrder() throws IOException {
    for (int owner = 0; owner < COUNT; owner++) {
      put(NOTES, note("p" + owner, 1, ""));
    }
    Sequence<Item> items = varve.items(Scan.of(NOTES).limit(3).build());
    assertEquals(scanAll(NOTES), items.stream().toList());
    assertEquals(
        scanAll(NOTES), StreamSupport.stream(items.spliterator(), false).toList(), "once more");
    assertEquals(
        scanAll(NOTES),
        varve.pages(Scan.of(NOTES).limit(7).build()).stream()
            .flatMap(page -> page.items().stream())
            .toList());
  }

  @Test
  void aSequenceBeginsAtItsStartKey() {
    assertEquals(
        List.of(note("o", 8, "n8"), note("o", 9, "n9")),
        varve.items(all().startingAfter(noteKey("o", 7)).limit(1).build()).stream().toList());
  }

  @Test
  void pagesAreReadWhenTheirTurnComes() throws IOException {
    Iterator<Item> items = varve.items(all().limit(2).build()).iterator();
    assertEquals(note("o", 0, "n0"), items.next());
    put(NOTES, note("o", 1, "changed"));
    put(NOTES, note("o", 2, "changed"));
    assertEquals(note("o", 1, "n1"), items.next());
    assertEquals(note("o", 2, "changed"), items.next());
  }

  @Test
  void theEndIsTheEnd() {
    Iterator<QueryResult> pages = varve.pages(all().build()).iterator();
    assertTrue(pages.hasNext());
    pages.next();
    assertFalse(pages.hasNext());
    assertThrows(NoSuchElementException.class, pages::next);
    Iterator<Item> none = varve.items(Scan.of(USERS).build()).iterator();
    assertFalse(none.hasNext());
    assertThrows(NoSuchElementException.class, none::next);
  }

  @Test
  void errorsComeWhenAPageIsRead() throws IOException {
    Sequence<Item> nowhere = varve.items(Scan.of("nowhere").build());
    assertThrows(ResourceNotFoundException.class, () -> nowhere.iterator().hasNext());
    IOException trouble = new IOException("trouble");
    Iterator<QueryResult> pages =
        Sequence.<Query, QueryResult>pages(
                _ -> {
                  throw trouble;
                },
                all().build(),
                Query::startingAfter)
            .iterator();
    assertSame(trouble, assertThrows(UncheckedIOException.class, pages::next).getCause());
    assertTrue(pages.hasNext(), "the page may be asked for again");
  }
}
