package dev.varve.dynamodb.sketch;

/**
 * What is known of the weight of one key.
 *
 * @param key its bytes; not to be changed
 * @param count it weighs so much at most
 * @param error it weighs so much less at most: {@code count - error} at least
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Counter(byte[] key, long count, long error) {}
