package dev.varve.dynamodb.throttle;

import java.time.Duration;

/**
 * What does not depend on a table's settings. All are positive.
 *
 * @param burst for how long provisioned units that are not used stay
 * @param partitionReads how many units may be read of one partition in a second
 * @param partitionWrites how many units may be written to one partition in a second
 * @param onDemandReads how many units may be read of a table on demand in a second from the first
 *     on
 * @param onDemandWrites how many units may be written to a table on demand in a second from the
 *     first on
 */
public record Limits(
    Duration burst,
    long partitionReads,
    long partitionWrites,
    long onDemandReads,
    long onDemandWrites) {}
