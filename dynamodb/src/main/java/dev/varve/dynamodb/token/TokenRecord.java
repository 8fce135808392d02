package dev.varve.dynamodb.token;

import java.util.Map;

/**
 * What is kept of a request that was carried out.
 *
 * @param finishedMillis when, in milliseconds since 1970-01-01T00:00Z
 * @param digest tells the request's parameters from others; {@link TokenLayout#DIGEST_BYTES} bytes
 * @param readUnits for each table, in the request's order, how many units of 4 KB it takes to read
 *     the items that the request left
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TokenRecord(long finishedMillis, byte[] digest, Map<String, Long> readUnits) {}
