package dev.varve.server.http;

/**
 * Figures of a server: some of now, others since its start.
 *
 * @param connections open now
 * @param bytesInFlight held now by requests and large answers
 * @param accepted connections that came
 * @param turnedAway connections beyond the limit
 * @param refused requests that were no HTTP, too large, or too many
 * @param timedOut requests and answers whose client was too slow
 */
public record HttpStats(
    int connections,
    long bytesInFlight,
    long accepted,
    long turnedAway,
    long refused,
    long timedOut) {}
