package dev.varve.soak.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.value.Item;
import dev.varve.soak.model.Content;
import dev.varve.soak.model.KeyModel;
import dev.varve.soak.model.WrongAnswerException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableLaneTest {
  private static final int KEYS = 250;
  private static final int LANE = Content.FIRST_TABLE_LANE + 7;

  @TempDir Path directory;
  private final Choice choice = new Choice(1);
  private final Figures figures = new Figures();
  private Varve varve;
  private KeyModel model;

  @BeforeEach
  void open() throws IOException {
    varve = Varve.openInMemory();
    model = new KeyModel(directory.resolve("model"), KEYS);
  }

  @AfterEach
  void close() throws IOException {
    model.close();
    varve.close();
  }

  private Lane lane(boolean indexed) throws IOException {
    TablePlace place = new TablePlace("Tab", "some-", indexed);
    varve.createTable(place.definition().build());
    return new Lane(LANE, model, TableLane.of(varve, LANE, place, KEYS, figures));
  }

  private void write(Lane lane, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      lane.write(choice, figures);
      lane.read(choice, figures);
    }
  }

  private void check(Lane lane) throws IOException {
    try (Lane.Moment moment = lane.moment(0, KEYS)) {
      assertEquals(KEYS, moment.check(choice));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatWasWrittenIsFoundInTheTableAndInItsIndexes(boolean indexed) throws IOException {
    Lane lane = lane(indexed);
    write(lane, 1_000);
    lane.deleteRange(choice, figures);
    check(lane);
    write(lane, 200);
    check(lane);
  }

  @Test
  void anItemThatIsLostIsMissed() throws IOException {
    Lane lane = lane(true);
    write(lane, 300);
    long number = presentKey();
    Item key = new TableItems(LANE, new TablePlace("Tab", "some-", true)).key(number);
    varve.deleteItem(DeleteItem.of("Tab", key));
    assertThrows(WrongAnswerException.class, () -> check(lane));
  }

  private long presentKey() {
    long key = 0;
    while (model.version(key) <= 0) {
      key++;
    }
    return key;
  }

  @Test
  void aWriteWithoutAnAnswerIsSettledByWhatIsFound() throws IOException {
    Lane lane = lane(true);
    write(lane, 300);
    long[] keys = {3, 4};
    long before = model.version(3);
    long write = model.lastWrite() + 1;
    model.begin(write, keys, new long[] {write, write}, 2);
    assertFalse(lane.settle());
    assertEquals(before, model.version(3));
    TableItems items = new TableItems(LANE, new TablePlace("Tab", "some-", true));
    model.begin(write + 1, keys, new long[] {write + 1, write + 1}, 2);
    new TableWrites(varve, items).several(keys, new long[] {write + 1, write + 1}, 2);
    assertTrue(lane.settle());
    assertEquals(write + 1, model.version(3));
    check(lane);
  }

  @Test
  void halfAWriteIsNoticed() throws IOException {
    Lane lane = lane(true);
    write(lane, 300);
    long write = model.lastWrite() + 1;
    model.begin(write, new long[] {3, 4}, new long[] {write, write}, 2);
    TableItems items = new TableItems(LANE, new TablePlace("Tab", "some-", true));
    new TableWrites(varve, items).one(3, write);
    assertThrows(WrongAnswerException.class, lane::settle);
  }
}
