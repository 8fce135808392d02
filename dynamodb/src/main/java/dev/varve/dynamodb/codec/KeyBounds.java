package dev.varve.dynamodb.codec;

/**
 * A range of engine keys.
 *
 * @param lower inclusive; borrowed, not to be changed
 * @param upper exclusive; null for no bound; borrowed, not to be changed
 */
@SuppressWarnings(
    "ArrayRecordComponent") // two arrays on their way from the codec to a cursor, never compared
public record KeyBounds(byte[] lower, byte[] upper) {}
