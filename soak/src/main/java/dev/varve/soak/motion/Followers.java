package dev.varve.soak.motion;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.Record;
import dev.varve.dynamodb.trigger.DeadLetter;
import dev.varve.dynamodb.trigger.RetryPolicy;
import dev.varve.dynamodb.trigger.Trigger;
import dev.varve.dynamodb.trigger.TriggerBatch;
import dev.varve.dynamodb.trigger.TriggerFunction;
import dev.varve.soak.model.WrongAnswerException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The triggers of the soak: one whose target always takes what it gets, one that fails every third
 * time, in the middle of a batch too, one that is down for a long time, and one that refuses some
 * records for good.
 */
final class Followers {
  private static final String STEADY = "steady";
  private static final String FLAKY = "flaky";
  private static final String DOWN = "down";
  private static final String PICKY = "picky";

  /** A record whose version is a multiple of this is refused for good. */
  private static final long REFUSED = 97;

  private static final int MOST_LETTERS = 10_000_000;
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final Chain steady = new Chain(STEADY);
  private final Chain flaky = new Chain(FLAKY);
  private final Chain down = new Chain(DOWN);

  /** The numbers of the records that the picky one took; under its monitor. */
  private final Set<String> taken = new HashSet<>();

  private volatile boolean isDown = true;

  /** Makes the triggers, or attaches to them those that are there. */
  void attach(Varve varve) throws IOException {
    RetryPolicy soon =
        RetryPolicy.defaults().withDelays(Duration.ofMillis(1), Duration.ofMillis(200));
    put(
        varve,
        trigger(STEADY).parallelism(2).batchSize(500).retry(soon),
        batch -> batch.records().forEach(steady::take));
    put(varve, trigger(FLAKY).batchSize(300).retry(soon), this::takeSome);
    put(
        varve,
        trigger(DOWN).batchSize(1_000).retry(soon),
        batch -> {
          if (isDown) {
            throw new IOException("down");
          }
          batch.records().forEach(down::take);
        });
    put(
        varve,
        trigger(PICKY).batchSize(200).retry(soon.withRetries(1).withBisect(true)),
        this::takeAccepted);
  }

  private static Trigger.Builder trigger(String name) {
    return Trigger.named(name).table(MotionTable.NAME).function();
  }

  private static void put(Varve varve, Trigger.Builder trigger, TriggerFunction function)
      throws IOException {
    varve.triggers().put(trigger.build(), function);
  }

  private void takeSome(TriggerBatch batch) throws IOException {
    List<Record> records = batch.records();
    ThreadLocalRandom random = ThreadLocalRandom.current();
    boolean fails = random.nextInt(3) == 0;
    records
        .subList(0, fails ? random.nextInt(records.size() + 1) : records.size())
        .forEach(flaky::take);
    if (fails) {
      throw new IOException("flaky");
    }
  }

  private void takeAccepted(TriggerBatch batch) throws IOException {
    for (Record record : batch.records()) {
      long version = MotionTable.version(record.dynamodb().orElseThrow().newImage().orElse(null));
      if (version != 0 && version % REFUSED == 0) {
        throw new IOException("refused");
      }
    }
    synchronized (taken) {
      batch.records().forEach(record -> taken.add(sequence(record)));
    }
  }

  private static String sequence(Record record) {
    return record.dynamodb().orElseThrow().sequenceNumber().orElseThrow();
  }

  /** Lets the one that is down take records from now on. */
  void repair() {
    isDown = false;
  }

  /** Throws what was wrong with some record, if one was. */
  void check() {
    steady.check();
    flaky.check();
    down.check();
  }

  /** Waits until all is delivered, and checks it; nobody writes any more. */
  void checkEnd(Varve varve, Versions versions) throws IOException, InterruptedException {
    for (String name : List.of(STEADY, FLAKY, DOWN, PICKY)) {
      if (!varve.triggers().awaitDelivered(name, LONGEST)) {
        throw new WrongAnswerException("not delivered in time: " + varve.triggers().status(name));
      }
    }
    steady.checkEnd(versions);
    flaky.checkEnd(versions);
    down.checkEnd(versions);
    long all = steady.delivered();
    if (flaky.delivered() != all || down.delivered() != all) {
      throw new WrongAnswerException(
          "records of steady, flaky and down: %d, %d, %d"
              .formatted(all, flaky.delivered(), down.delivered()));
    }
    List<DeadLetter> letters = varve.triggers().deadLetters(PICKY, MOST_LETTERS);
    synchronized (taken) {
      for (DeadLetter letter : letters) {
        if (!taken.add(letter.sequenceNumber())) {
          throw new WrongAnswerException("picky took " + letter + ", and gave it up");
        }
      }
      if (taken.size() != all) {
        throw new WrongAnswerException(
            "picky took or gave up %d records of %d".formatted(taken.size(), all));
      }
    }
  }

  void tell(PrintWriter out) {
    out.printf(
        "records %,d; again: steady %,d, flaky %,d, down %,d%n",
        steady.delivered(), steady.again(), flaky.again(), down.again());
  }
}
