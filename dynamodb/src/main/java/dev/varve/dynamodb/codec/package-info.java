/**
 * Items, keys and entries of indexes as bytes, as {@code docs/formats/item.md}, {@code
 * docs/formats/key.md} and {@code docs/formats/index.md} describe them.
 *
 * <p>{@link dev.varve.dynamodb.codec.KeyCodec} makes the engine's keys, whose byte order is the
 * order of Query and Scan, and {@link dev.varve.dynamodb.codec.IndexKeyCodec} those of entries of
 * an index; {@link dev.varve.dynamodb.codec.ItemCodec} makes the engine's values, in which one
 * attribute can be found without decoding the others; {@code NumberCodec} has a form of numbers for
 * each.
 *
 * <p>Codecs are immutable and safe to share between threads.
 */
package dev.varve.dynamodb.codec;
