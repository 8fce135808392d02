package dev.varve.dynamodb.delivery;

import dev.varve.dynamodb.catalog.ChangeLogRecord.Shard;
import dev.varve.dynamodb.catalog.ChangeLogRecord.ShardName;
import dev.varve.dynamodb.stats.HashRange;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** How far the lanes of a trigger have come, also on storage. Safe for use by many threads. */
final class Places {
  private final TriggerStore store;
  private final TriggerRecord record;
  private final int lanes;
  private final Map<Lane, Long> known = new ConcurrentHashMap<>();

  private Places(TriggerStore store, TriggerRecord record) {
    this.store = store;
    this.record = record;
    this.lanes = record.trigger().parallelism();
  }

  /**
   * Reads the places of a trigger, whose threads do not run. A shard that was cut into another
   * number of lanes before begins where the hindmost of these was.
   */
  static Places open(TriggerStore store, TriggerRecord record) throws IOException {
    Places places = new Places(store, record);
    Map<Lane, LanePlace> stored = store.places(record.number());
    Set<ShardName> recut = new HashSet<>();
    stored.forEach((lane, place) -> {
      if (place.lanes() == places.lanes && lane.number() < places.lanes) {
        places.known.put(lane, place.next());
      } else {
        recut.add(lane.shard());
      }
    });
    for (ShardName shard : recut) {
      places.recut(shard, stored);
    }
    return places;
  }

  private void recut(ShardName shard, Map<Lane, LanePlace> stored) throws IOException {
    Set<Lane> old = new HashSet<>();
    Set<Integer> cuts = new HashSet<>();
    stored.forEach((lane, place) -> {
      if (lane.shard().equals(shard)) {
        old.add(lane);
        cuts.add(place.lanes());
      }
    });
    long hindmost = LanePlace.DONE;
    // Of a lane without a place nothing has been delivered. With two cuts at once, nothing is
    // known.
    boolean isWhole = cuts.size() == 1 && cuts.contains(old.size());
    for (Lane lane : old) {
      hindmost = Math.min(hindmost, isWhole ? stored.get(lane).next() : record.start());
    }
    Map<Lane, LanePlace> cut = new ConcurrentHashMap<>();
    for (int number = 0; number < lanes; number++) {
      cut.put(new Lane(shard, number), new LanePlace(lanes, hindmost));
    }
    store.putPlaces(record.number(), old, cut);
    for (Lane lane : cut.keySet()) {
      known.put(lane, hindmost);
    }
  }

  /** The number of the change with which a lane goes on, or {@link LanePlace#DONE}. */
  long next(Lane lane) {
    return known.getOrDefault(lane, record.start());
  }

  boolean isDone(Lane lane) {
    return next(lane) == LanePlace.DONE;
  }

  /** Whether all lanes of a shard are done, or all of it is before the trigger's beginning. */
  boolean isDone(Shard shard) {
    for (int number = 0; number < lanes; number++) {
      if (!isDone(shard, number)) {
        return false;
      }
    }
    return true;
  }

  private boolean isDone(Shard shard, int number) {
    boolean isBefore = shard.end().isPresent() && shard.end().get().lastSequence() < record.start();
    return isBefore || isDone(new Lane(shard.name(), number));
  }

  /**
   * Whether a lane of a shard may be followed: it is not done, and the same lane of each shard that
   * had some of its hashes before is.
   */
  boolean isDue(Shard shard, int number, List<Shard> all) {
    if (isDone(shard, number)) {
      return false;
    }
    for (Shard other : all) {
      if (other.firstSequence() < shard.firstSequence()
          && overlap(other.hashes(), shard.hashes())
          && !isDone(other, number)) {
        return false;
      }
    }
    return true;
  }

  private static boolean overlap(HashRange a, HashRange b) {
    return a.contains(b.first()) || b.contains(a.first());
  }

  /** Moves a lane on. */
  void put(Lane lane, long next) throws IOException {
    store.putPlaces(record.number(), Set.of(), Map.of(lane, new LanePlace(lanes, next)));
    known.put(lane, next);
  }

  /** Forgets the places in all shards but these. */
  void retain(List<Shard> present) throws IOException {
    Set<ShardName> names = new HashSet<>();
    present.forEach(shard -> names.add(shard.name()));
    Set<Lane> gone = new HashSet<>(known.keySet());
    gone.removeIf(lane -> names.contains(lane.shard()));
    if (!gone.isEmpty()) {
      store.putPlaces(record.number(), gone, Map.of());
      known.keySet().removeAll(gone);
    }
  }
}
