package dev.varve.dynamodb.delivery;

import dev.varve.dynamodb.api.Record;
import dev.varve.dynamodb.changes.Change;
import dev.varve.dynamodb.filter.EventPattern;
import dev.varve.dynamodb.stream.StreamRecords;
import dev.varve.dynamodb.trigger.Trigger;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The next batch of a lane, while it is gathered from the shard. For one thread. */
final class Gathering {
  /** Of records, as the service has it for functions. */
  private static final long MAX_BYTES = 6 << 20;

  /** So many changes are looked at before a place is written, whatever becomes of them. */
  private static final int MAX_LOOKED_AT = 10_000;

  private final Trigger trigger;
  private final List<EventPattern> filters;
  private final int lane;
  private final Tally tally;
  private final List<Pending> pending = new ArrayList<>();
  private long bytes;
  private long firstNanos;
  private int lookedAt;
  private boolean refused;

  Gathering(Trigger trigger, List<EventPattern> filters, int lane, Tally tally) {
    this.trigger = trigger;
    this.filters = filters;
    this.lane = lane;
    this.tally = tally;
  }

  /** Begins to read on. */
  void resume() {
    lookedAt = 0;
    refused = false;
  }

  /** Takes a change, or refuses it, which is to be read again then. */
  boolean take(Change change, StreamRecords view) throws IOException {
    if (lookedAt == MAX_LOOKED_AT || pending.size() == trigger.batchSize()) {
      refused = true;
      return false;
    }
    if (trigger.parallelism() > 1 && Lane.of(change.key(), trigger.parallelism()) != lane) {
      lookedAt++;
      return true;
    }
    Record record = view.of(change);
    if (isWanted(record)) {
      long size = record.dynamodb().orElseThrow().sizeBytes().orElseThrow();
      if (!pending.isEmpty() && bytes + size > MAX_BYTES) {
        refused = true;
        return false;
      }
      if (pending.isEmpty()) {
        firstNanos = System.nanoTime();
      }
      bytes += size;
      pending.add(new Pending(change.sequence(), change.createdMillis(), record));
    } else {
      tally.filtered(1);
    }
    lookedAt++;
    return true;
  }

  private boolean isWanted(Record record) {
    return filters.isEmpty() || filters.stream().anyMatch(filter -> filter.matches(record));
  }

  /** Whether the last reading came to the end of what there was. */
  boolean isAtEnd() {
    return !refused;
  }

  boolean isEmpty() {
    return pending.isEmpty();
  }

  /** How long the batch may still wait for more; 0 or less if it is to be delivered now. */
  long nanosLeft() {
    boolean isFull = pending.size() == trigger.batchSize() || bytes >= MAX_BYTES;
    // Refused for its size: the next record has no room.
    boolean isCrowded = refused && lookedAt < MAX_LOOKED_AT;
    return isFull || isCrowded
        ? 0
        : trigger.batchWindow().toNanos() - (System.nanoTime() - firstNanos);
  }

  /** The batch, which begins anew. */
  List<Pending> drain() {
    List<Pending> all = List.copyOf(pending);
    clear();
    return all;
  }

  /** Forgets the batch, which is read again. */
  void clear() {
    pending.clear();
    bytes = 0;
  }
}
