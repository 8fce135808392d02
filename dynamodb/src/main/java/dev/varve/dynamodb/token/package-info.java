/**
 * The tokens with which clients mark requests, so that one that comes twice is carried out once.
 *
 * <p>{@link dev.varve.dynamodb.token.RequestTokens} keeps them for ten minutes, in a partition of
 * their own, and is made for many threads; {@code docs/formats/token.md} has the bytes.
 */
package dev.varve.dynamodb.token;
