package dev.varve.dynamodb.throttle;

/** The meters of a table or of a global index. */
record Meters(boolean onDemand, Meter reads, Meter writes) {
  /**
   * Meters by a throughput.
   *
   * @param before those that there were, or null; they go on if it is billed in the same way
   */
  static Meters of(Throughput throughput, Meters before, Limits limits, long now) {
    if (before == null || before.onDemand != throughput.onDemand()) {
      return create(throughput, before, limits, now);
    }
    if (throughput.onDemand()) {
      before.reads.setOnDemand(throughput.reads(), throughput.maxReads(), now);
      before.writes.setOnDemand(throughput.writes(), throughput.maxWrites(), now);
    } else {
      before.reads.setProvisioned(throughput.reads(), now);
      before.writes.setProvisioned(throughput.writes(), now);
    }
    return before;
  }

  private static Meters create(Throughput throughput, Meters before, Limits limits, long now) {
    if (!throughput.onDemand()) {
      return new Meters(
          false,
          Meter.provisioned(throughput.reads(), limits.burst(), now),
          Meter.provisioned(throughput.writes(), limits.burst(), now));
    }
    // What was provisioned may go on: it counts as twice what was consumed before.
    long reads = before == null ? 0 : before.reads.unitsPerSecond() / 2;
    long writes = before == null ? 0 : before.writes.unitsPerSecond() / 2;
    return new Meters(
        true,
        Meter.onDemand(throughput.reads(), reads, throughput.maxReads(), now),
        Meter.onDemand(throughput.writes(), writes, throughput.maxWrites(), now));
  }
}
