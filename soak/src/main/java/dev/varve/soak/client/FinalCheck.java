package dev.varve.soak.client;

import dev.varve.dynamodb.api.Page;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.value.Item;
import dev.varve.soak.lane.Choice;
import dev.varve.soak.lane.Lane;
import dev.varve.soak.lane.TablePlace;
import dev.varve.soak.model.KeyModel;
import dev.varve.soak.model.WrongAnswerException;
import java.io.IOException;
import java.util.Optional;

/** Compares all that a server has with all models, while there are no other clients. */
final class FinalCheck {
  private final ClientSettings settings;
  private final ServerAddress address;
  private final Wire wire;
  private final Choice choice;

  /** A check of a server that no client has written to since it started. */
  FinalCheck(ClientSettings settings, ServerAddress address, Wire wire) {
    this.settings = settings;
    this.address = address;
    this.wire = wire;
    this.choice = new Choice(settings.seed());
  }

  void run() throws IOException {
    long indexed = 0;
    long plain = 0;
    for (int number : settings.allLanes().toArray()) {
      Lane lane = ClientMain.lane(settings, wire, number);
      try (KeyModel model = lane.model();
          KeyModel additions = new KeyModel(settings.counterModel(number), 1)) {
        // The life before this one had the last write: it can be settled at once.
        HeldLane held =
            new HeldLane(lane, new Counter(wire, additions, number), address.current().life() - 1);
        if (!held.prepare(address.current().life(), choice)) {
          throw new IllegalStateException("lane " + number + " rests");
        }
        long present = present(model);
        if (ClientSettings.place(number).indexed()) {
          indexed += present;
        } else {
          plain += present;
        }
      }
    }
    requireCount(ClientSettings.place(false).table(), Optional.empty(), plain);
    requireCount(ClientSettings.place(true).table(), Optional.empty(), indexed);
    requireCount(ClientSettings.place(true).table(), Optional.of(TablePlace.BY_VERSION), indexed);
    checkCounters();
  }

  private static long present(KeyModel model) {
    long present = 0;
    for (int key = 0; key < model.keys(); key++) {
      present += model.version(key) > 0 ? 1 : 0;
    }
    return present;
  }

  /** Items that belong to no lane would show here. */
  private void requireCount(String table, Optional<String> index, long expected)
      throws IOException {
    Scan.Builder scan = Scan.of(table).countOnly();
    index.ifPresent(scan::index);
    Scan whole = scan.build();
    Optional<Item> next = Optional.empty();
    long counted = 0;
    do {
      Page page = wire.scan(next.map(whole::startingAfter).orElse(whole));
      counted += page.count();
      next = page.lastEvaluatedKey();
    } while (next.isPresent());
    if (counted != expected) {
      throw new WrongAnswerException(
          "table %s, index %s: %d items, expected %d"
              .formatted(table, index.orElse("none"), counted, expected));
    }
  }

  private void checkCounters() throws IOException {
    long[] acknowledged = new long[ClientSettings.COUNTER_COUNT];
    long[] begun = new long[ClientSettings.COUNTER_COUNT];
    for (int number : settings.allLanes().toArray()) {
      try (KeyModel additions = new KeyModel(settings.counterModel(number), 1)) {
        acknowledged[Counter.number(number)] += additions.version(0);
        begun[Counter.number(number)] += additions.lastWrite();
      }
    }
    for (int counter = 0; counter < acknowledged.length; counter++) {
      long value = Counter.read(wire, counter);
      if (value < acknowledged[counter] || value > begun[counter]) {
        throw new WrongAnswerException(
            "counter %d is %d, after %d acknowledged additions of %d"
                .formatted(counter, value, acknowledged[counter], begun[counter]));
      }
    }
  }
}
