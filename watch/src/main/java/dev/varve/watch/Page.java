package dev.varve.watch;

/**
 * An answer to a GET.
 *
 * @param status of HTTP
 * @param contentType of the body
 * @param body its text, to be sent in UTF-8
 */
public record Page(int status, String contentType, String body) {}
