package dev.varve.dynamodb.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Rules about what goes wrong, and the seed by which it is decided when. Immutable.
 *
 * <p>Each rule counts the calls that it is about, and whether it strikes the <i>n</i>th of them
 * depends on the seed, the rule's place and <i>n</i> alone: so a program that makes the same calls
 * in the same order meets the same faults, whatever else uses the database, and a further rule at
 * the end changes nothing for those before it. Where several threads make such calls, it is up to
 * them which is the <i>n</i>th.
 *
 * <p>Several rules may strike one call. Their delays add up, and the longest lag counts; of those
 * that refuse it the first does, and those behind it do not strike it.
 *
 * @param seed any number
 */
public record FaultPlan(long seed, List<FaultRule> rules) {
  /** Nothing goes wrong. */
  public static final FaultPlan NONE = new FaultPlan(0, List.of());

  public FaultPlan {
    rules = List.copyOf(rules);
  }

  /** A plan with these rules. */
  public static FaultPlan of(long seed, FaultRule... rules) {
    return new FaultPlan(seed, List.of(rules));
  }

  /** The same plan with one rule more. */
  public FaultPlan with(FaultRule rule) {
    List<FaultRule> more = new ArrayList<>(rules);
    more.add(rule);
    return new FaultPlan(seed, more);
  }

  /**
   * Where the decisions about a call come from.
   *
   * @param rule the rule's place, from 0 on
   * @param call how many calls the rule was about before
   */
  RandomGenerator random(int rule, long call) {
    return new Decisions(mix(mix(mix(seed + Decisions.STEP) + rule) + call));
  }

  /** Numbers that depend on nothing but their beginning, in this and all later releases. */
  private static final class Decisions implements RandomGenerator {
    private static final long STEP = 0x9e3779b97f4a7c15L;

    private long state;

    Decisions(long state) {
      this.state = state;
    }

    @Override
    public long nextLong() {
      state += STEP;
      return mix(state);
    }
  }

  /** The finalizer of SplitMix64: Steele, Lea and Flood 2014, as its authors' Java has it. */
  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
