package dev.varve.server.http;

import dev.varve.protocol.Protocol;
import java.time.Duration;

/**
 * What clients may ask of the server. Immutable.
 *
 * @param connections how many there may be; further ones are answered with status 503. Default
 *     20,000
 * @param bytesInFlight what requests and large answers of all connections may hold together; beyond
 *     it the server reads no further, and after {@code crowdedTime} answers with status 503. A
 *     compressed request counts with the most that it may become. Default a quarter of the heap,
 *     but 64 MiB
 * @param headTime for a request's head to come in whole, and for the first byte of a new
 *     connection; status 408 then. Default 20 s
 * @param bodyTime for a request's body to come in whole; status 408 then. Default 60 s
 * @param idleTime between two requests of a connection; it is closed then. Default 300 s
 * @param crowdedTime how long a request waits for bytes of {@code bytesInFlight}. Default 10 s
 * @param sendTime for a client to take some of what it was sent; the connection is closed then.
 *     Default 60 s
 * @param workers requests that may wait for storage at the same time. Default 256
 */
public record HttpLimits(
    int connections,
    long bytesInFlight,
    Duration headTime,
    Duration bodyTime,
    Duration idleTime,
    Duration crowdedTime,
    Duration sendTime,
    int workers) {
  private static final long MIN_DEFAULT_BYTES = 64L << 20;

  /** Refuses values out of bounds. */
  public HttpLimits {
    require(connections > 0, "connections must be positive", connections);
    // The largest request, compressed and not, must have room where it is alone.
    require(
        bytesInFlight >= 2L * Protocol.MAX_BODY_BYTES,
        "bytesInFlight must be at least " + 2L * Protocol.MAX_BODY_BYTES,
        bytesInFlight);
    requirePositive("headTime", headTime);
    requirePositive("bodyTime", bodyTime);
    requirePositive("idleTime", idleTime);
    requirePositive("crowdedTime", crowdedTime);
    requirePositive("sendTime", sendTime);
    require(workers > 0, "workers must be positive", workers);
  }

  /** The defaults given above. */
  public static HttpLimits defaults() {
    return new HttpLimits(
        20_000,
        Math.max(MIN_DEFAULT_BYTES, Runtime.getRuntime().maxMemory() / 4),
        Duration.ofSeconds(20),
        Duration.ofSeconds(60),
        Duration.ofSeconds(300),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60),
        256);
  }

  private static void requirePositive(String name, Duration duration) {
    require(!duration.isNegative() && !duration.isZero(), name + " must be positive", duration);
    require(
        duration.compareTo(Duration.ofDays(365)) <= 0, name + " must be at most a year", duration);
  }

  private static void require(boolean holds, String rule, Object found) {
    if (!holds) {
      throw new IllegalArgumentException(rule + ": " + found);
    }
  }

  /** The same with another {@link #connections}. */
  public HttpLimits withConnections(int value) {
    return new HttpLimits(
        value, bytesInFlight, headTime, bodyTime, idleTime, crowdedTime, sendTime, workers);
  }

  /** The same with another {@link #bytesInFlight}. */
  public HttpLimits withBytesInFlight(long value) {
    return new HttpLimits(
        connections, value, headTime, bodyTime, idleTime, crowdedTime, sendTime, workers);
  }

  /** The same with other times for a head, a body, and between requests. */
  public HttpLimits withTimes(Duration head, Duration body, Duration idle) {
    return new HttpLimits(
        connections, bytesInFlight, head, body, idle, crowdedTime, sendTime, workers);
  }

  /** The same with another {@link #crowdedTime}. */
  public HttpLimits withCrowdedTime(Duration value) {
    return new HttpLimits(
        connections, bytesInFlight, headTime, bodyTime, idleTime, value, sendTime, workers);
  }

  /** The same with another {@link #sendTime}. */
  public HttpLimits withSendTime(Duration value) {
    return new HttpLimits(
        connections, bytesInFlight, headTime, bodyTime, idleTime, crowdedTime, value, workers);
  }

  /** The same with another {@link #workers}. */
  public HttpLimits withWorkers(int value) {
    return new HttpLimits(
        connections, bytesInFlight, headTime, bodyTime, idleTime, crowdedTime, sendTime, value);
  }
}
