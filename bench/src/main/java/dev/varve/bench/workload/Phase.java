package dev.varve.bench.workload;

import dev.varve.dynamodb.Varve;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.ToLongFunction;

/**
 * A part of the benchmark: one kind of operation, or one mix of them.
 *
 * @param name short, fit for a file name
 * @param what one sentence about what is done
 * @param operations how many operations a thread does, given its share
 * @param worker makes a thread's worker from its share
 */
public record Phase(
    String name, String what, ToLongFunction<Share> operations, Function<Share, Worker> worker) {

  /** How many operations the phases do, over all threads. */
  public record Scale(long reads, long queries, long updates, long mixed) {
    /** For figures. */
    public static final Scale FULL = new Scale(1_000_000, 200_000, 400_000, 600_000);

    /** For a look. */
    public static final Scale QUICK = new Scale(150_000, 30_000, 60_000, 90_000);

    /** Returns this scale with all numbers multiplied. */
    public Scale times(double factor) {
      return new Scale(
          Math.round(reads * factor),
          Math.round(queries * factor),
          Math.round(updates * factor),
          Math.round(mixed * factor));
    }
  }

  /** One item in so many is deleted. */
  private static final int DELETED_SHARE = 10;

  private static final int[] MIX = {50, 10, 25, 10, 5};

  /** The phases between the creation of the table and its verification, in their order. */
  public static List<Phase> workload(Scale scale) {
    return List.of(
        new Phase(
            "load",
            "put every item once, in the order of the data set",
            Share::ownCount,
            Phase::load),
        new Phase(
            "read-uniform",
            "get items, all equally often",
            evenly(scale.reads()),
            share ->
                new Workers.Get(share, any(share, KeyPicker.uniform(share.model().count())), true)),
        new Phase(
            "read-zipfian",
            "get items, few of them often (Zipfian, " + KeyPicker.EXPONENT + ")",
            evenly(scale.reads()),
            share ->
                new Workers.Get(share, any(share, KeyPicker.zipfian(share.model().count())), true)),
        new Phase(
            "query",
            "query " + Workers.QUERY_LIMIT + " items of a country from some city on, in order",
            evenly(scale.queries()),
            share ->
                new Workers.RangeQuery(
                    share, any(share, KeyPicker.uniform(share.model().count())), true)),
        new Phase(
            "update",
            "update two attributes of items, all equally often",
            evenly(scale.updates()),
            share -> new Workers.Update(share, own(share, KeyPicker.uniform(share.ownCount())))),
        new Phase(
            "delete",
            "delete one item in " + DELETED_SHARE,
            share -> share.ownCount() / DELETED_SHARE,
            Phase::delete),
        new Phase(
            "mix",
            "50% get, 10% query, 25% update, 10% put, 5% delete, few items often (Zipfian)",
            evenly(scale.mixed()),
            Phase::mix));
  }

  /** Reads every item and compares it with the model. */
  public static Phase verification() {
    return new Phase(
        "verify",
        "after reopening, get every item and compare it",
        Share::ownCount,
        share -> new Workers.Get(share, inOrder(share), true));
  }

  /** Makes the shares of all threads; the same seed makes the same choices. */
  public static List<Share> shares(Varve varve, String table, Model model, int threads, long seed) {
    List<Share> shares = new ArrayList<>();
    SplittableRandom seeds = new SplittableRandom(seed);
    for (int thread = 0; thread < threads; thread++) {
      shares.add(new Share(varve, table, model, thread, threads, seeds.split()));
    }
    return shares;
  }

  private static Worker load(Share share) {
    return new Workers.Put(share, inOrder(share));
  }

  /** Every tenth of the own items, the first of them by chance. */
  private static Worker delete(Share share) {
    int first = share.random().nextInt(DELETED_SHARE);
    int[] next = {0};
    return new Workers.Delete(
        share, () -> share.own((first + DELETED_SHARE * next[0]++) % share.ownCount()));
  }

  private static Worker mix(Share share) {
    IntSupplier any = any(share, KeyPicker.zipfian(share.model().count()));
    IntSupplier own = own(share, KeyPicker.zipfian(share.ownCount()));
    return new Workers.Mix(
        share,
        List.of(
            new Workers.Get(share, any, false),
            new Workers.RangeQuery(share, any, false),
            new Workers.Update(share, own),
            new Workers.Put(share, own),
            new Workers.Delete(share, own)),
        MIX);
  }

  private static ToLongFunction<Share> evenly(long operations) {
    return share -> (operations - share.thread() + share.threads() - 1) / share.threads();
  }

  private static IntSupplier any(Share share, KeyPicker picker) {
    return () -> picker.next(share.random());
  }

  private static IntSupplier own(Share share, KeyPicker picker) {
    return () -> share.own(picker.next(share.random()));
  }

  private static IntSupplier inOrder(Share share) {
    int[] next = {0};
    return () -> share.own(next[0]++);
  }
}
