package dev.varve.soak.session;

import dev.varve.engine.Cursor;
import dev.varve.engine.CursorOptions;
import dev.varve.engine.Durability;
import dev.varve.engine.StorageEngine;
import dev.varve.soak.fault.FullDisk;
import dev.varve.soak.lane.Call;
import dev.varve.soak.lane.Choice;
import dev.varve.soak.lane.Figures;
import dev.varve.soak.model.Content;
import dev.varve.soak.model.WrongAnswerException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Creates partitions, fills and reads them, and drops them while a cursor is open. */
final class Churn {
  private static final int LANE = 50;

  private final StorageEngine engine;
  private final Figures figures;

  Churn(StorageEngine engine, Figures figures) {
    this.engine = engine;
    this.figures = figures;
  }

  void run(Choice choice, FullDisk disk) throws IOException {
    try {
      run(choice);
    } catch (IOException failure) {
      if (!disk.hasRefused()) {
        throw failure;
      }
    }
  }

  private void run(Choice choice) throws IOException {
    long begin = System.nanoTime();
    List<Integer> created = engine.createPartitions(choice.between(1, 20));
    figures.took(Call.CREATE, System.nanoTime() - begin);
    int entries = choice.skewedBelow(2_000);
    int filled = created.get(choice.below(created.size()));
    for (int key = 0; key < entries; key++) {
      engine.put(filled, Content.key(LANE, key), Content.value(LANE, key, 1), Durability.BUFFERED);
    }
    if (choice.oneIn(2)) {
      engine.flush(filled);
    }
    List<Integer> dropped = new ArrayList<>(created);
    try (Cursor cursor = engine.cursor(filled, CursorOptions.all())) {
      begin = System.nanoTime();
      engine.dropPartitions(dropped);
      figures.took(Call.DROP, System.nanoTime() - begin);
      int found = 0;
      for (boolean valid = cursor.first(); valid; valid = cursor.next()) {
        if (Content.number(LANE, cursor.key()) != found) {
          throw new WrongAnswerException("a cursor on a dropped partition skips key " + found);
        }
        long _ = Content.version(LANE, found, cursor.value());
        found++;
      }
      if (found != entries) {
        throw new WrongAnswerException(
            "a cursor on a dropped partition shows %d of %d entries".formatted(found, entries));
      }
    }
    try {
      byte[] value = engine.get(filled, Content.key(LANE, 0));
      throw new WrongAnswerException(
          "a dropped partition was read: " + (value == null ? "nothing" : "a value"));
    } catch (IllegalArgumentException expected) {
      assert expected.getMessage() != null;
    }
  }
}
