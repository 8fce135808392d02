package dev.varve.dynamodb.delivery;

/**
 * How far a lane has come.
 *
 * @param lanes into how many lanes the shard is cut: the trigger's parallelism
 * @param next the number of the change to read next, or {@link #DONE}
 */
record LanePlace(int lanes, long next) {
  /** Behind the end of the lane's shard. */
  static final long DONE = Long.MAX_VALUE;
}
