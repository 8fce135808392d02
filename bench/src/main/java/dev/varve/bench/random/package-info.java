/**
 * Reproducible random choices: hashes, orders and skewed draws, by seed.
 *
 * <p>Everything here is immutable; sources of randomness are the callers'.
 */
package dev.varve.bench.random;
