package dev.varve.dynamodb.delivery;

import dev.varve.dynamodb.catalog.Catalog;
import dev.varve.dynamodb.stream.SequenceNumbers;
import dev.varve.dynamodb.trigger.DeadLetter;
import dev.varve.engine.Cursor;
import dev.varve.engine.CursorOptions;
import dev.varve.engine.Durability;
import dev.varve.engine.StorageEngine;
import dev.varve.engine.WriteBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** What the database keeps of triggers. Safe for use by many threads. */
final class TriggerStore {
  /** Letters removed at once: a batch has room for many more. */
  private static final int REMOVED_AT_ONCE = 1000;

  private final StorageEngine engine;
  private final Catalog catalog;
  private final Path database;

  /**
   * The store of a database.
   *
   * @param catalog knows the partition
   * @param database the engine's directory, for error messages
   */
  TriggerStore(StorageEngine engine, Catalog catalog, Path database) {
    this.engine = engine;
    this.catalog = catalog;
    this.database = database;
  }

  /** All triggers. The numbers of their tables are given to no others from now on. */
  List<TriggerRecord> all() throws IOException {
    List<TriggerRecord> all = new ArrayList<>();
    OptionalInt partition = catalog.deliveries();
    if (partition.isPresent()) {
      byte[] first = {TriggerLayout.DEFINITION};
      byte[] behind = {TriggerLayout.DEFINITION + 1};
      try (Cursor cursor =
          engine.cursor(partition.getAsInt(), CursorOptions.range(first, behind))) {
        for (boolean found = cursor.first(); found; found = cursor.next()) {
          all.add(TriggerLayout.decode(cursor.key(), cursor.value(), database));
        }
      }
    }
    all.forEach(record -> catalog.reserveNumbers(record.table()));
    return all;
  }

  /** Writes a trigger anew, or for the first time. Durable on return. */
  void put(TriggerRecord record) throws IOException {
    engine.put(
        catalog.createDeliveries(),
        TriggerLayout.definitionKey(record.number()),
        TriggerLayout.encode(record),
        Durability.SYNC);
  }

  /** Removes a trigger that is doomed, and all that belongs to it. Durable on return. */
  void remove(int number) throws IOException {
    int partition = catalog.createDeliveries();
    // The trigger itself goes last: a removal that is cut short is gone on with.
    removeAll(partition, TriggerLayout.LETTER, number);
    removeAll(partition, TriggerLayout.PLACE, number);
    engine.delete(partition, TriggerLayout.definitionKey(number), Durability.SYNC);
  }

  private void removeAll(int partition, byte kind, int number) throws IOException {
    boolean more = true;
    while (more) {
      WriteBatch batch = new WriteBatch();
      try (Cursor cursor = engine.cursor(partition, range(kind, number))) {
        more = cursor.first();
        while (more && batch.count() < REMOVED_AT_ONCE) {
          batch.delete(partition, cursor.key());
          more = cursor.next();
        }
      }
      engine.write(batch, Durability.BUFFERED);
    }
  }

  private static CursorOptions range(byte kind, int number) {
    return CursorOptions.range(
        TriggerLayout.prefix(kind, number), TriggerLayout.prefix(kind, number + 1));
  }

  /** The places of a trigger's lanes. */
  Map<Lane, LanePlace> places(int number) throws IOException {
    Map<Lane, LanePlace> places = new HashMap<>();
    OptionalInt partition = catalog.deliveries();
    if (partition.isPresent()) {
      try (Cursor cursor =
          engine.cursor(partition.getAsInt(), range(TriggerLayout.PLACE, number))) {
        for (boolean found = cursor.first(); found; found = cursor.next()) {
          places.put(
              TriggerLayout.lane(cursor.key(), database),
              TriggerLayout.decodePlace(cursor.value(), database));
        }
      }
    }
    return places;
  }

  /**
   * Writes places of lanes, and removes others. Does not wait for storage: what a power loss takes
   * back is delivered again.
   *
   * @param removed lanes whose places are removed first
   */
  void putPlaces(int number, Collection<Lane> removed, Map<Lane, LanePlace> places)
      throws IOException {
    int partition = catalog.createDeliveries();
    WriteBatch batch = new WriteBatch();
    removed.forEach(lane -> batch.delete(partition, TriggerLayout.placeKey(number, lane)));
    places.forEach((lane, place) ->
        batch.put(partition, TriggerLayout.placeKey(number, lane), TriggerLayout.encode(place)));
    engine.write(batch, Durability.BUFFERED);
  }

  /** Keeps letters, each in a write of its own: together they might be too large. Durable. */
  void putLetters(int number, List<DeadLetter> letters) throws IOException {
    int partition = catalog.createDeliveries();
    for (DeadLetter letter : letters) {
      engine.put(
          partition,
          TriggerLayout.letterKey(number, sequence(letter.sequenceNumber())),
          TriggerLayout.encode(letter),
          Durability.BUFFERED);
    }
    engine.awaitDurable(partition);
  }

  /** The first letters of a trigger, which are on storage. */
  List<DeadLetter> letters(int number, int most) throws IOException {
    List<DeadLetter> letters = new ArrayList<>();
    OptionalInt partition = catalog.deliveries();
    if (partition.isPresent()) {
      try (Cursor cursor =
          engine.cursor(partition.getAsInt(), range(TriggerLayout.LETTER, number))) {
        boolean found = cursor.first();
        while (found && letters.size() < most) {
          letters.add(TriggerLayout.decodeLetter(cursor.value(), database));
          found = cursor.next();
        }
      }
      engine.awaitDurable(partition.getAsInt());
    }
    return letters;
  }

  /** Removes a letter. Durable on return. */
  void removeLetter(int number, String sequenceNumber) throws IOException {
    engine.delete(
        catalog.createDeliveries(),
        TriggerLayout.letterKey(number, sequence(sequenceNumber)),
        Durability.SYNC);
  }

  private static long sequence(String text) {
    return SequenceNumbers.parse(text)
        .orElseThrow(() -> new IllegalArgumentException("no sequence number: " + text));
  }
}
