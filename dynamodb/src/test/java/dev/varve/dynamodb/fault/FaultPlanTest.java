package dev.varve.dynamodb.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class FaultPlanTest {
  private static final int CALLS = 200;

  @Property(tries = 200)
  void theSameCallsMeetTheSameFaults(
      @ForAll long seed, @ForAll @DoubleRange(min = 0.01, max = 1) double rate) {
    FaultPlan plan = FaultPlan.of(seed, FaultRule.throttle().rate(rate));
    assertEquals(struck(plan, "PutItem"), struck(plan, "PutItem"));
  }

  @Property(tries = 200)
  void aRuleDependsOnItsOwnCallsAlone(
      @ForAll long seed, @ForAll @Size(max = CALLS) List<Boolean> others) {
    FaultRule puts = FaultRule.latency(Duration.ZERO, Duration.ofMillis(1)).operations("PutItem");
    FaultPlan alone = FaultPlan.of(seed, puts.rate(0.3));
    FaultPlan among = alone.with(FaultRule.throttle().rate(0.5)).with(FaultRule.conflict());
    Faults faults = new Faults();
    faults.use(among);
    List<Boolean> struck = new ArrayList<>();
    for (int call = 0; call < others.size(); call++) {
      if (others.get(call)) {
        faults.strike("GetItem", Set.of("Other"), _ -> true);
      }
      struck.add(
          faults.strike("PutItem", Set.of("Orders"), _ -> true).stream()
              .anyMatch(strike -> strike.rule().fault() instanceof Fault.Latency));
    }
    assertEquals(struck(alone, "PutItem").subList(0, struck.size()), struck);
  }

  /** A model in a few lines: which calls are struck of all for which the seed decides so. */
  @Property(tries = 300)
  void skippedAndMostCutTheSameDecisions(
      @ForAll long seed,
      @ForAll @DoubleRange(min = 0.05, max = 1) double rate,
      @ForAll @IntRange(max = 100) int skipped,
      @ForAll @IntRange(min = 1, max = 50) int most) {
    FaultRule rule = FaultRule.throttle().rate(rate);
    List<Boolean> all = struck(FaultPlan.of(seed, rule), "PutItem");
    List<Boolean> expected = new ArrayList<>();
    int left = most;
    for (int call = 0; call < CALLS; call++) {
      boolean hit = all.get(call) && call >= skipped && left > 0;
      left -= hit ? 1 : 0;
      expected.add(hit);
    }
    assertEquals(expected, struck(FaultPlan.of(seed, rule.after(skipped).times(most)), "PutItem"));
  }

  @Test
  void aRateIsAboutKept() {
    Faults faults = new Faults();
    faults.use(FaultPlan.of(1, FaultRule.throttle().rate(0.2)));
    for (int call = 0; call < 10_000; call++) {
      faults.strike("PutItem", Set.of(), _ -> true);
    }
    Faults.Count count = faults.counts().getFirst();
    assertEquals(10_000, count.calls());
    assertTrue(count.struck() > 1_800 && count.struck() < 2_200, () -> count.toString());
  }

  /** What programs were tested with must not change with a release. */
  @Test
  void decisionsAreThoseOfAllReleases() {
    StringBuilder struck = new StringBuilder();
    for (boolean hit : struck(FaultPlan.of(42, FaultRule.throttle().rate(0.25)), "PutItem")) {
      struck.append(hit ? 'x' : '.');
    }
    assertEquals("..x.x..xxx........x...xxx.....x.xx..x..x", struck.substring(0, 40));
  }

  @Test
  void otherSeedsDecideOtherwise() {
    FaultRule rule = FaultRule.throttle().rate(0.5);
    assertNotEquals(
        struck(FaultPlan.of(1, rule), "PutItem"), struck(FaultPlan.of(2, rule), "PutItem"));
    List<Boolean> first = new ArrayList<>();
    List<Boolean> second = new ArrayList<>();
    Faults faults = new Faults();
    FaultRule delay = FaultRule.latency(Duration.ZERO, Duration.ofMillis(1)).rate(0.5);
    faults.use(FaultPlan.of(1, delay, delay.tables("A")));
    for (int call = 0; call < CALLS; call++) {
      List<Faults.Strike> strikes = faults.strike("PutItem", Set.of("A"), _ -> true);
      first.add(strikes.stream().anyMatch(strike -> strike.rule().tables().isEmpty()));
      second.add(strikes.stream().anyMatch(strike -> !strike.rule().tables().isEmpty()));
    }
    assertNotEquals(first, second);
  }

  @Test
  void rulesAreAboutTheirOperationsAndTables() {
    FaultPlan plan = FaultPlan.of(1, FaultRule.throttle().operations("PutItem").tables("A", "B"));
    Faults faults = new Faults();
    faults.use(plan);
    assertTrue(faults.strike("GetItem", Set.of("A"), _ -> true).isEmpty());
    assertTrue(faults.strike("PutItem", Set.of("C"), _ -> true).isEmpty());
    assertTrue(faults.strike("PutItem", Set.of(), _ -> true).isEmpty());
    assertTrue(faults.strike("PutItem", Set.of("A"), _ -> false).isEmpty());
    assertEquals(1, faults.strike("PutItem", Set.of("C", "B"), _ -> true).size());
    assertEquals(new Faults.Count(plan.rules().getFirst(), 1, 1), faults.counts().getFirst());
  }

  @Test
  void theFirstRefusalLeavesOnlyDelaysBehindIt() {
    Faults faults = new Faults();
    faults.use(
        FaultPlan.of(
            1,
            FaultRule.throttle(),
            FaultRule.conflict(),
            FaultRule.lostAnswer(),
            FaultRule.latency(Duration.ZERO, Duration.ofMillis(1))));
    List<Faults.Strike> strikes = faults.strike("PutItem", Set.of(), _ -> true);
    assertEquals(
        List.of(new Fault.Throttle(), new Fault.Latency(Duration.ZERO, Duration.ofMillis(1))),
        strikes.stream().map(strike -> strike.rule().fault()).toList());
    assertEquals(
        List.of(1L, 0L, 0L, 1L), faults.counts().stream().map(Faults.Count::struck).toList());
  }

  @Test
  void aPlanBeginsAnewWhenItIsUsedAgain() {
    FaultPlan plan = FaultPlan.of(1, FaultRule.throttle().times(1));
    Faults faults = new Faults();
    assertFalse(faults.isOn());
    assertEquals(FaultPlan.NONE, faults.plan());
    for (int round = 0; round < 2; round++) {
      faults.use(plan);
      assertTrue(faults.isOn());
      assertEquals(1, faults.strike("PutItem", Set.of(), _ -> true).size());
      assertEquals(0, faults.strike("PutItem", Set.of(), _ -> true).size());
    }
    faults.stop();
    assertFalse(faults.isOn());
    assertTrue(faults.strike("PutItem", Set.of(), _ -> true).isEmpty());
    assertEquals(2, faults.counts().getFirst().calls());
    faults.use(FaultPlan.NONE);
    assertFalse(faults.isOn());
    assertEquals(List.of(), faults.counts());
  }

  @Test
  void theLongestLagIsThatOfAllRules() {
    Faults faults = new Faults();
    assertEquals(Duration.ZERO, faults.longestLag());
    faults.use(
        FaultPlan.of(
            1,
            FaultRule.slowIndexes(Duration.ofSeconds(2)),
            FaultRule.staleReads(Duration.ofSeconds(5)),
            FaultRule.latency(Duration.ZERO, Duration.ofSeconds(9))));
    assertEquals(Duration.ofSeconds(5), faults.longestLag());
  }

  @Test
  void whatIsNoRuleIsRefused() {
    FaultRule rule = FaultRule.throttle();
    assertThrows(IllegalArgumentException.class, () -> rule.rate(0));
    assertThrows(IllegalArgumentException.class, () -> rule.rate(1.01));
    assertThrows(IllegalArgumentException.class, () -> rule.rate(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> rule.after(-1));
    assertThrows(IllegalArgumentException.class, () -> rule.times(0));
    assertThrows(IllegalArgumentException.class, () -> rule.operations("putItem"));
    assertThrows(
        IllegalArgumentException.class, () -> rule.operations("EnableKinesisStreamingDestination"));
    assertThrows(IllegalArgumentException.class, () -> FaultRule.unprocessed(0));
    assertThrows(IllegalArgumentException.class, () -> FaultRule.unprocessed(2));
    assertThrows(IllegalArgumentException.class, () -> FaultRule.staleReads(Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> FaultRule.slowIndexes(Duration.ofDays(1)));
    assertThrows(
        IllegalArgumentException.class,
        () -> FaultRule.latency(Duration.ofMillis(2), Duration.ofMillis(1)));
    assertThrows(
        IllegalArgumentException.class,
        () -> FaultRule.latency(Duration.ofMillis(-1), Duration.ofMillis(1)));
    assertEquals(Set.of("GetRecords"), rule.operations("GetRecords").operations());
  }

  private static List<Boolean> struck(FaultPlan plan, String operation) {
    Faults faults = new Faults();
    faults.use(plan);
    List<Boolean> struck = new ArrayList<>();
    for (int call = 0; call < CALLS; call++) {
      struck.add(!faults.strike(operation, Set.of("Orders"), _ -> true).isEmpty());
    }
    return struck;
  }
}
