package dev.varve.protocol;

/**
 * An answer to be sent.
 *
 * @param status of HTTP
 * @param contentType null for an answer without a body
 * @param requestId names this answer, and none other: 52 characters
 * @param body not compressed. Not copied; nobody changes it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ApiResponse(int status, String contentType, String requestId, byte[] body) {}
