package dev.varve.soak.motion;

import dev.varve.dynamodb.api.Identity;
import dev.varve.dynamodb.api.Record;
import dev.varve.dynamodb.api.StreamRecord;
import dev.varve.dynamodb.value.Item;
import dev.varve.soak.model.WrongAnswerException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Checks the records that a trigger delivers: each one's old image is the new image of the one
 * before of its item. So none is lost, none comes twice, and none out of order; but a record may
 * come again that has come before. Thread-safe.
 */
final class Chain {
  private final String trigger;

  /** The newest record of an item that was delivered. */
  private final Map<String, Link> links = new HashMap<>();

  private long delivered;
  private long again;
  private long swept;
  private WrongAnswerException failure;

  private record Link(String sequence, long version) {}

  Chain(String trigger) {
    this.trigger = trigger;
  }

  /** Takes a record, or keeps what is wrong with it for {@link #check}. */
  synchronized void take(Record record) {
    try {
      follow(record);
    } catch (WrongAnswerException wrong) {
      failure = failure == null ? wrong : failure;
    }
  }

  private void follow(Record record) {
    StreamRecord change = record.dynamodb().orElseThrow();
    String id = MotionTable.id(change.keys().orElseThrow());
    String sequence = change.sequenceNumber().orElseThrow();
    Link before = links.get(id);
    if (before != null && sequence.compareTo(before.sequence()) <= 0) {
      again++;
      return;
    }
    Item now = change.newImage().orElse(null);
    long from = MotionTable.version(change.oldImage().orElse(null));
    long to = MotionTable.version(now);
    long expected = before == null ? 0 : before.version();
    if (from != expected) {
      throw new WrongAnswerException(
          "%s: the record %s of %s goes on from version %d, not %d"
              .formatted(trigger, sequence, id, from, expected));
    }
    boolean expires = now == null && id.startsWith(MotionTable.EXPIRING);
    Optional<String> by = record.userIdentity().flatMap(Identity::principalId);
    if (expires != by.equals(Optional.of("dynamodb.amazonaws.com"))) {
      throw new WrongAnswerException(trigger + ": who made the change of " + id + " is " + by);
    }
    links.put(id, new Link(sequence, to));
    delivered++;
    swept += expires ? 1 : 0;
  }

  /** Throws what was wrong with a record, if one was. */
  synchronized void check() {
    if (failure != null) {
      throw failure;
    }
  }

  /** Checks that the records tell what the table holds. */
  synchronized void checkEnd(Versions versions) {
    check();
    long[] expected = versions.all();
    links.forEach((id, link) -> {
      long version = id.startsWith(MotionTable.EXPIRING) ? 0 : expected[Versions.key(id)];
      if (link.version() != version) {
        throw new WrongAnswerException(
            "%s: the last record of %s leaves version %d, not %d"
                .formatted(trigger, id, link.version(), version));
      }
    });
    for (int key = 0; key < expected.length; key++) {
      if (expected[key] != 0 && !links.containsKey(Versions.id(key))) {
        throw new WrongAnswerException(trigger + ": no record of " + Versions.id(key));
      }
    }
    if (swept != versions.expiring()) {
      throw new WrongAnswerException(
          "%s: %d records of %d items that expired".formatted(trigger, swept, versions.expiring()));
    }
  }

  /** How many records came, each counted once. */
  synchronized long delivered() {
    return delivered;
  }

  /** How many came again. */
  synchronized long again() {
    return again;
  }
}
