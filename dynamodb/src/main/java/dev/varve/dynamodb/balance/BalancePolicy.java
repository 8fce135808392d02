package dev.varve.dynamodb.balance;

import dev.varve.dynamodb.stats.PartitionOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Decides which partitions of a table or an index are split or merged: too large ones first, then
 * hot ones, then as many as the throughput needs that was asked for, then the merge of small and
 * cold ones that splits have made: never of those that a table began with. Looks only at its
 * arguments. Immutable.
 *
 * @param maxBytes length from which on a partition is split
 * @param mergeBytes length below which two together are merged
 * @param hotOperations operations in a second from which on a partition is hot; {@link
 *     Double#POSITIVE_INFINITY} for never
 * @param least partitions that merges leave
 * @param most partitions that splits make
 */
record BalancePolicy(long maxBytes, long mergeBytes, double hotOperations, int least, int most) {
  /** A partition is cold up to this part of what makes one hot. */
  private static final double COLD = 0.1;

  /** No partition is cold above this, whatever makes one hot. */
  private static final double MOST_OF_COLD = 100;

  /**
   * The verdicts.
   *
   * @param looks at all partitions, in the order of their hashes
   * @param asked as many partitions as the throughput needs that was asked for
   * @return one for each, in their order
   */
  List<Verdict> judge(List<Look> looks, int asked) {
    List<Verdict> verdicts = new ArrayList<>();
    boolean mayGrow = looks.size() < most;
    int widest = mayGrow && looks.size() < asked ? widest(looks) : -1;
    boolean mayShrink = looks.size() > Math.max(asked, least);
    for (int at = 0; at < looks.size(); at++) {
      Look look = looks.get(at);
      Verdict verdict = ofOne(look, mayGrow);
      if (verdict == null && at == widest) {
        verdict = forThroughput(look, asked);
      }
      if (verdict == null) {
        boolean follows = at > 0 && verdicts.get(at - 1) instanceof Verdict.Merge;
        Look next = at + 1 < looks.size() ? looks.get(at + 1) : null;
        verdict =
            follows
                ? new Verdict.Stay(
                    look.partition(), PartitionOutcome.MERGED, "it is merged with the one before")
                : ofTwo(look, next, mayShrink);
      }
      verdicts.add(verdict);
    }
    return verdicts;
  }

  /** Too large or too hot; null if neither. */
  private Verdict ofOne(Look look, boolean mayGrow) {
    int partition = look.partition();
    boolean large = look.bytes() >= maxBytes;
    if (large && look.isShared()) {
      return new Verdict.Stay(
          partition,
          PartitionOutcome.SHARES_TABLES,
          bytes(look) + ", but it still shares tables with others");
    }
    boolean hot = look.operationsPerSecond() >= hotOperations;
    if (!large && !hot) {
      return null;
    }
    if (!mayGrow) {
      return new Verdict.Stay(
          partition,
          PartitionOutcome.AT_THE_LIMIT,
          "there are as many partitions as may be: " + most);
    }
    return large ? forSize(look) : forHeat(look);
  }

  private static Verdict forSize(Look look) {
    OptionalLong middle = look.middleOfBytes();
    String size = bytes(look);
    return middle.isEmpty()
        ? new Verdict.Stay(
            look.partition(),
            PartitionOutcome.LARGE_BY_ONE_KEY,
            size + ", but one partition key has all of them")
        : new Verdict.Split(
            look.partition(), middle.getAsLong(), PartitionOutcome.SPLIT_FOR_SIZE, size);
  }

  private static String bytes(Look look) {
    return String.format(Locale.ROOT, "%,d bytes", look.bytes());
  }

  private static String operations(Look look) {
    return look.operationsPerSecond() < 0
        ? "seen for the first time"
        : String.format(Locale.ROOT, "%,.0f operations a second", look.operationsPerSecond());
  }

  private static Verdict forHeat(Look look) {
    String heat = operations(look);
    if (!look.isHotAgain()) {
      return new Verdict.Stay(
          look.partition(), PartitionOutcome.HOT_ONCE, heat + ", for the first time");
    }
    Look.Hottest hottest = look.hottest();
    if (hottest.share() > 0.5) {
      return new Verdict.Stay(
          look.partition(),
          PartitionOutcome.HOT_BY_ONE_KEY,
          String.format(
              Locale.ROOT,
              "%s, but one partition key has %.0f%% of them: its hash begins with %016x",
              heat,
              100 * hottest.share(),
              hottest.hash()));
    }
    OptionalLong middle = look.middleOfHeat();
    return middle.isEmpty()
        ? new Verdict.Stay(
            look.partition(),
            PartitionOutcome.HEAT_UNKNOWN,
            heat + ", too few of them seen to part them")
        : new Verdict.Split(
            look.partition(), middle.getAsLong(), PartitionOutcome.SPLIT_FOR_HEAT, heat);
  }

  private static Verdict forThroughput(Look look, int asked) {
    OptionalLong middle = look.middleOfBytes();
    String need = "the throughput asked for needs " + asked + " partitions";
    return middle.isEmpty()
        ? new Verdict.Stay(
            look.partition(), PartitionOutcome.KEPT, need + ", but it has one hash alone")
        : new Verdict.Split(
            look.partition(), middle.getAsLong(), PartitionOutcome.SPLIT_FOR_THROUGHPUT, need);
  }

  private Verdict ofTwo(Look look, Look next, boolean mayShrink) {
    String figures = bytes(look) + ", " + operations(look);
    boolean merges =
        mayShrink
            && next != null
            && look.isReplacement()
            && next.isReplacement()
            && look.bytes() + next.bytes() < mergeBytes
            && isCold(look)
            && isCold(next);
    return merges
        ? new Verdict.Merge(look.partition(), figures + ": small and cold, as the next one")
        : new Verdict.Stay(look.partition(), PartitionOutcome.KEPT, figures);
  }

  private boolean isCold(Look look) {
    double rate = look.operationsPerSecond();
    return rate >= 0 && rate <= Math.min(hotOperations * COLD, MOST_OF_COLD);
  }

  /** The place of the partition with most hashes. */
  private static int widest(List<Look> looks) {
    int widest = 0;
    for (int at = 1; at < looks.size(); at++) {
      if (Long.compareUnsigned(width(looks.get(at)), width(looks.get(widest))) > 0) {
        widest = at;
      }
    }
    return widest;
  }

  private static long width(Look look) {
    return look.hashes().last() - look.hashes().first();
  }
}
