package dev.varve.protocol;

import dev.varve.dynamodb.api.json.Operation;

/**
 * A call that was answered.
 *
 * @param operation null if the request named none that there is
 * @param request of the operation's type; null if it was not understood
 * @param caller null if it is not known who called
 * @param status of HTTP
 * @param error the error's name, or null for success
 * @param failure what the server failed of; null unless the error is its own
 * @param answer of the operation's type; null for an error and where it has none
 * @param nanos from the whole request to the whole answer
 * @param requestBytes of its body, as sent
 * @param responseBytes of its body, not compressed
 * @param requestId of the answer
 */
public record CompletedCall(
    Operation<?, ?> operation,
    Object request,
    Caller caller,
    int status,
    String error,
    Throwable failure,
    Object answer,
    long nanos,
    int requestBytes,
    int responseBytes,
    String requestId) {}
