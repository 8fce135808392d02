package dev.varve.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MappingPolicyTest {
  private final IdentityHashMap<MemorySegment, Boolean> large = new IdentityHashMap<>();
  private final Set<Long> missing = new HashSet<>();
  private long room = 1000;
  private final MappingPolicy policy =
      new MappingPolicy(
          () -> room,
          new MappingPolicy.Advice() {
            @Override
            public void large(MemorySegment mapping) {
              large.put(mapping, true);
            }

            @Override
            public void singly(MemorySegment mapping) {
              large.put(mapping, false);
            }

            @Override
            public boolean isInMemory(MemorySegment mapping, long offset) {
              assertTrue(offset >= 0 && offset < mapping.byteSize());
              return !missing.contains(mapping.byteSize() * 1000 + offset / 10);
            }
          });

  private static MemorySegment mapping(int bytes) {
    return Arena.ofAuto().allocate(bytes);
  }

  @Test
  void theAdviceIsTakenBackBeforeMappingsOutgrowMemoryAndGivenAgainLater() {
    MemorySegment first = mapping(500);
    policy.add(first);
    assertTrue(policy.isInMemory());
    assertEquals(true, large.get(first));
    MemorySegment second = mapping(351);
    policy.add(second);
    assertFalse(policy.isInMemory());
    assertEquals(List.of(false, false), List.copyOf(large.values()));
    policy.remove(second);
    room = 700; // 500 of it is more than the share from which large pages begin
    assertFalse(policy.review());
    room = 715;
    assertTrue(policy.review());
    assertEquals(true, large.get(first));
    room = 590;
    assertFalse(policy.review());
    room = 588;
    assertTrue(policy.review());
    assertEquals(false, large.get(first));
  }

  @Test
  void pagesAreLookedForAllOverTheMappings() {
    room = 1_000_000;
    assertFalse(policy.isResident(), "nobody has looked");
    policy.review();
    assertTrue(policy.isResident(), "there are none");
    policy.add(mapping(3));
    policy.add(mapping(70));
    policy.add(mapping(999)); // fewer bytes in all than samples could be: each part is looked at
    policy.review();
    assertTrue(policy.isResident());
    for (int part = 0; part < 100; part++) {
      missing.add(999_000L + part);
      policy.review();
      assertFalse(policy.isResident(), "part " + part);
      missing.clear();
    }
    policy.review();
    assertTrue(policy.isResident());
    room = 1;
    policy.review();
    assertFalse(policy.isResident(), "pages that are there may go");
  }

  @Test
  void aPageThatIsMissingIsFoundInTheEnd() {
    room = 1L << 40;
    MemorySegment mapping = mapping(1 << 20);
    policy.add(mapping);
    missing.add(mapping.byteSize() * 1000 + 777); // ten bytes of a million
    boolean found = false;
    for (int look = 0; look < 100_000 && !found; look++) {
      policy.review();
      found = !policy.isResident();
    }
    assertTrue(found);
  }

  /** Each step sets the room, adds a mapping, or removes the oldest. */
  @Property(tries = 300)
  void allMappingsHaveTheSameAdviceWhichFollowsFromTheHistory(
      @ForAll @Size(max = 40) List<@IntRange(min = -1, max = 999) Integer> steps) {
    MappingPolicyTest its = new MappingPolicyTest();
    List<MemorySegment> open = new ArrayList<>();
    boolean expected = true;
    long known = -1;
    for (int step : steps) {
      if (step < 0) {
        if (!open.isEmpty()) {
          its.policy.remove(open.removeFirst());
        }
      } else {
        if (step % 2 == 0) {
          its.room = 5L * step;
          known = its.room;
          its.policy.review();
        } else {
          MemorySegment added = mapping(step);
          open.add(added);
          its.policy.add(added);
          known = known < 0 ? its.room : known;
        }
        long bytes = open.stream().mapToLong(MemorySegment::byteSize).sum();
        expected = bytes <= (expected ? 0.85 : 0.7) * known;
      }
      assertEquals(expected, its.policy.isInMemory());
      for (MemorySegment mapping : open) {
        assertEquals(expected, its.large.get(mapping));
      }
    }
  }
}
