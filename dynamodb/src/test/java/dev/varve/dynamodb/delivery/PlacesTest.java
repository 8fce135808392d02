package dev.varve.dynamodb.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.catalog.Catalog;
import dev.varve.dynamodb.catalog.ChangeLogRecord.Shard;
import dev.varve.dynamodb.catalog.ChangeLogRecord.ShardEnd;
import dev.varve.dynamodb.catalog.ChangeLogRecord.ShardName;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.stats.HashRange;
import dev.varve.dynamodb.trigger.Trigger;
import dev.varve.engine.StorageEngine;
import dev.varve.io.Clock;
import dev.varve.io.Env;
import dev.varve.io.MemoryLedger;
import dev.varve.io.Scheduler;
import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Places against models, with shards that split and merge and triggers that change. */
class PlacesTest {
  private static final Path DIRECTORY = Path.of("/db");
  private static final long START = 10;

  /** Works with a store. */
  private interface Use {
    void of(TriggerStore store) throws IOException;
  }

  private static void withStore(Use use) throws IOException {
    MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
    try (Scheduler scheduler = Env.system(1).scheduler();
        StorageEngine engine =
            StorageEngine.open(files.env(Clock.SYSTEM, scheduler), DIRECTORY, Databases.SMALL)) {
      use.of(new TriggerStore(engine, Catalog.open(engine, DIRECTORY, false), DIRECTORY));
    }
  }

  private static TriggerRecord record(int lanes) {
    return new TriggerRecord(
        1, Trigger.named("t").table("t").function().parallelism(lanes).build(), 2, START, false);
  }

  /** How far each item has been delivered, whatever lanes it was in. */
  @Property(tries = 100)
  void noItemIsEverPassedOverWhereLanesAreCutAnew(@ForAll long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    withStore(store -> {
      ShardName shard = new ShardName(1000, 5);
      Map<Integer, Long> delivered = new HashMap<>();
      for (int round = 0; round < 8; round++) {
        int lanes = 1 + random.nextInt(4);
        Places places = Places.open(store, record(lanes));
        for (int item = 0; item < 30; item++) {
          long next = places.next(new Lane(shard, Lane.of(key(item), lanes)));
          assertTrue(next <= delivered.getOrDefault(item, START), "not ahead of the item");
        }
        for (int step = random.nextInt(6); step > 0; step--) {
          Lane lane = new Lane(shard, random.nextInt(lanes));
          long next = places.next(lane) + random.nextInt(20);
          places.put(lane, next);
          for (int item = 0; item < 30; item++) {
            if (Lane.of(key(item), lanes) == lane.number()) {
              delivered.merge(item, next, Math::max);
            }
          }
        }
      }
    });
  }

  private static byte[] key(int item) {
    return new byte[] {(byte) item, 77, (byte) (3 * item)};
  }

  /** Shards that divide the hashes among them, then split and merge some times. */
  private static List<Shard> shards(SplittableRandom random) {
    List<Shard> all = new ArrayList<>();
    List<HashRange> open = new ArrayList<>(List.of(HashRange.part(0, 2), HashRange.part(1, 2)));
    long sequence = START;
    for (int round = 0; round < 5; round++) {
      int opened = all.size();
      for (HashRange hashes : open) {
        ShardName name = new ShardName(1000 + round, all.size());
        all.add(
            new Shard(
                name,
                Optional.empty(),
                hashes,
                sequence,
                Optional.of(new ShardEnd(sequence + 9, 1))));
      }
      assertTrue(all.size() > opened);
      sequence += 10;
      open = divided(open, random);
    }
    return all;
  }

  private static List<HashRange> divided(List<HashRange> hashes, SplittableRandom random) {
    List<HashRange> divided = new ArrayList<>();
    for (int i = 0; i < hashes.size(); i++) {
      HashRange range = hashes.get(i);
      int what = random.nextInt(3);
      if (what == 0) {
        long middle = range.first() + Long.divideUnsigned(range.last() - range.first(), 2);
        divided.add(new HashRange(range.first(), middle));
        divided.add(new HashRange(middle + 1, range.last()));
      } else if (what == 1 && i + 1 < hashes.size()) {
        i++;
        divided.add(new HashRange(range.first(), hashes.get(i).last()));
      } else {
        divided.add(range);
      }
    }
    return divided;
  }

  @Property(tries = 100)
  void aShardIsDueWhenAllThatHadItsHashesAreDone(@ForAll long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    withStore(store -> {
      int lanes = 1 + random.nextInt(3);
      List<Shard> shards = shards(random);
      Places places = Places.open(store, record(lanes));
      int done = 0;
      while (done < shards.size() * lanes) {
        List<Lane> due = new ArrayList<>();
        for (Shard shard : shards) {
          for (int number = 0; number < lanes; number++) {
            Lane lane = new Lane(shard.name(), number);
            boolean isDue = places.isDue(shard, number, shards);
            assertEquals(
                !places.isDone(lane) && earlierAreDone(shard, number, shards, places), isDue);
            if (isDue) {
              due.add(lane);
            }
          }
        }
        assertTrue(!due.isEmpty(), "somebody can go on");
        places.put(due.get(random.nextInt(due.size())), LanePlace.DONE);
        done++;
      }
      assertTrue(shards.stream().allMatch(places::isDone));
      places.retain(List.of());
      assertEquals(Map.of(), store.places(1));
    });
  }

  private static boolean earlierAreDone(
      Shard shard, int number, List<Shard> shards, Places places) {
    for (Shard other : shards) {
      boolean isEarlier = other.firstSequence() < shard.firstSequence();
      boolean sharesHashes = false;
      for (int part = 0; part < 256; part++) {
        long hash = (long) part << 56;
        sharesHashes |= other.hashes().contains(hash) && shard.hashes().contains(hash);
      }
      if (isEarlier && sharesHashes && !places.isDone(new Lane(other.name(), number))) {
        return false;
      }
    }
    return true;
  }

  @Property(tries = 20)
  void whatIsBeforeTheTriggerIsNotFollowed(@ForAll boolean isOpen) throws IOException {
    withStore(store -> {
      Places places = Places.open(store, record(1));
      Shard old =
          new Shard(
              new ShardName(1, 1),
              Optional.empty(),
              HashRange.ALL,
              1,
              isOpen ? Optional.empty() : Optional.of(new ShardEnd(START - 1, 1)));
      assertEquals(isOpen, places.isDue(old, 0, List.of(old)));
      assertEquals(!isOpen, places.isDone(old));
    });
  }
}
