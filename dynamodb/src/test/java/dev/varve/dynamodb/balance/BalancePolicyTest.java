package dev.varve.dynamodb.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.stats.HashRange;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is split and merged, and why not. */
class BalancePolicyTest {
  private static final BalancePolicy POLICY = new BalancePolicy(1_000, 100, 500, 2, 8);
  private static final long[] NO_HEAT = {};

  private static Look look(int number, int count, long bytes, double operations) {
    return new Look(
        number,
        HashRange.part(number, count),
        bytes,
        true,
        false,
        operations,
        true,
        OptionalLong.empty(),
        NO_HEAT);
  }

  private static Look hot(long[] heat, boolean again) {
    Arrays.sort(heat);
    return new Look(
        1,
        new HashRange(0, Long.MAX_VALUE),
        10,
        true,
        false,
        800,
        again,
        OptionalLong.empty(),
        heat);
  }

  private static Verdict only(Look look) {
    return POLICY.judge(List.of(look), 1).getFirst();
  }

  @Test
  void aLargePartitionIsSplitWhereItsBytesHaveTheirMiddle() {
    Look middle =
        new Look(1, HashRange.ALL, 1_000, false, false, 0, false, OptionalLong.of(77), NO_HEAT);
    Verdict.Split split = assertInstanceOf(Verdict.Split.class, only(middle));
    assertEquals(77, split.firstHash());
    assertTrue(split.reason().contains("1,000 bytes"), split.reason());
    Verdict.Split unknown = assertInstanceOf(Verdict.Split.class, only(look(0, 1, 1_000, 0)));
    assertEquals(Long.MIN_VALUE, unknown.firstHash());
    assertInstanceOf(Verdict.Stay.class, only(look(0, 1, 999, 0)));
  }

  @Test
  void onePartitionKeyIsNeverDivided() {
    Look one =
        new Look(
            1, new HashRange(5, 5), 5_000, false, false, 0, false, OptionalLong.of(5), NO_HEAT);
    assertTrue(only(one).reason().contains("one partition key"), only(one).reason());
    assertInstanceOf(Verdict.Stay.class, only(one));
    // It is parted from what follows it.
    Look beginning =
        new Look(
            1, new HashRange(5, 50), 5_000, false, false, 0, false, OptionalLong.of(5), NO_HEAT);
    assertEquals(6, assertInstanceOf(Verdict.Split.class, only(beginning)).firstHash());
  }

  @Test
  void tablesAreSeparatedBeforeAPartitionIsFoundTooLarge() {
    Look shared =
        new Look(1, HashRange.ALL, 5_000, true, true, 0, false, OptionalLong.empty(), NO_HEAT);
    assertInstanceOf(Verdict.Stay.class, only(shared));
    assertTrue(only(shared).reason().contains("shares"), only(shared).reason());
  }

  @Test
  void aHotPartitionIsSplitWhereTheHeatIs() {
    long[] heat = new SplittableRandom(1).longs(200, 1_000, 2_000).toArray();
    Verdict.Split split = assertInstanceOf(Verdict.Split.class, only(hot(heat, true)));
    long below = Arrays.stream(heat).filter(hash -> hash < split.firstHash()).count();
    assertTrue(below > 80 && below < 120, below + " of 200");
    Verdict first = only(hot(heat, false));
    assertTrue(first.reason().contains("first time"), first.reason());
  }

  @Test
  void whereOneKeyIsTheHeatItSaysSo() {
    long[] heat = new SplittableRandom(1).longs(200, 1_000, 2_000).toArray();
    Arrays.fill(heat, 0, 120, 0xabcdL);
    Verdict stay = only(hot(heat, true));
    assertInstanceOf(Verdict.Stay.class, stay);
    assertTrue(stay.reason().contains("60% of them"), stay.reason());
    assertTrue(stay.reason().contains("000000000000abcd"), stay.reason());
    // With less than half it is in one part, whole.
    long[] some = new long[200];
    for (int i = 0; i < some.length; i++) {
      some[i] = i < 90 ? 3_000 : 4_000 + i;
    }
    Verdict.Split split = assertInstanceOf(Verdict.Split.class, only(hot(some, true)));
    assertTrue(split.firstHash() > 3_000, Long.toString(split.firstHash()));
  }

  @Test
  void fewSamplesTellNothing() {
    Verdict stay = only(hot(new long[] {1, 2, 3}, true));
    assertInstanceOf(Verdict.Stay.class, stay);
    assertTrue(stay.reason().contains("too few"), stay.reason());
  }

  @Test
  void theWidestIsSplitWhileTheThroughputNeedsMore() {
    List<Look> looks = List.of(look(0, 4, 1, 0), look(1, 4, 1, 0), wide());
    List<Verdict> verdicts = POLICY.judge(looks, 4);
    assertInstanceOf(Verdict.Stay.class, verdicts.get(0));
    Verdict.Split split = assertInstanceOf(Verdict.Split.class, verdicts.get(2));
    assertTrue(split.reason().contains("needs 4 partitions"), split.reason());
  }

  private static Look wide() {
    return new Look(
        2,
        new HashRange(Long.MIN_VALUE, -1L),
        1,
        true,
        false,
        0,
        false,
        OptionalLong.empty(),
        NO_HEAT);
  }

  @Test
  void smallAndColdNeighboursAreMergedDownToTheLeast() {
    List<Look> three = List.of(look(0, 3, 40, 1), look(1, 3, 40, 1), look(2, 3, 40, 1));
    List<Verdict> verdicts = POLICY.judge(three, 1);
    assertInstanceOf(Verdict.Merge.class, verdicts.get(0));
    assertTrue(verdicts.get(1).reason().contains("the one before"), verdicts.get(1).reason());
    assertInstanceOf(Verdict.Stay.class, verdicts.get(2));
    for (List<Look> kept :
        List.of(
            three.subList(0, 2), // as few as may be
            List.of(look(0, 3, 90, 1), look(1, 3, 40, 1), look(2, 3, 90, 1)), // too large together
            List.of(look(0, 3, 4, 90), look(1, 3, 4, 90), look(2, 3, 4, 90)))) { // not cold
      POLICY.judge(kept, 1).forEach(verdict -> assertInstanceOf(Verdict.Stay.class, verdict));
    }
    POLICY.judge(three, 3).forEach(verdict -> assertInstanceOf(Verdict.Stay.class, verdict));
  }

  @Test
  void whatIsSeenForTheFirstTimeIsNotCold() {
    BalancePolicy never = new BalancePolicy(1_000, 100, Double.POSITIVE_INFINITY, 2, 8);
    List<Look> first = List.of(look(0, 3, 4, -1), look(1, 3, 4, -1), look(2, 3, 4, -1));
    never.judge(first, 1).forEach(verdict -> assertInstanceOf(Verdict.Stay.class, verdict));
    List<Look> busy = List.of(look(0, 3, 4, 101), look(1, 3, 4, 101), look(2, 3, 4, 101));
    never.judge(busy, 1).forEach(verdict -> assertInstanceOf(Verdict.Stay.class, verdict));
    List<Look> cold = List.of(look(0, 3, 4, 99), look(1, 3, 4, 99), look(2, 3, 4, 99));
    assertInstanceOf(Verdict.Merge.class, never.judge(cold, 1).getFirst());
  }

  @Test
  void whatATableBeganWithIsNotMerged() {
    List<Look> looks = List.of(original(0), original(1), original(2));
    POLICY.judge(looks, 1).forEach(verdict -> assertInstanceOf(Verdict.Stay.class, verdict));
  }

  private static Look original(int number) {
    return new Look(
        number,
        HashRange.part(number, 3),
        1,
        false,
        false,
        0,
        false,
        OptionalLong.empty(),
        NO_HEAT);
  }

  @Test
  void thereAreNeverMoreThanMayBe() {
    Look[] eight = new Look[8];
    for (int i = 0; i < 8; i++) {
      eight[i] = look(i, 8, 5_000, 5_000);
    }
    POLICY
        .judge(List.of(eight), 20)
        .forEach(verdict -> {
          assertInstanceOf(Verdict.Stay.class, verdict);
          assertTrue(verdict.reason().contains("as many"), verdict.reason());
        });
  }
}
