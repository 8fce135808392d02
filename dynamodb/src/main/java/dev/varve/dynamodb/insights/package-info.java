/**
 * What contributor insights found out: the keys that were accessed and throttled most; {@code
 * docs/metrics.md} is the guide. Immutable values, and an interface that may be used by any number
 * of threads.
 */
package dev.varve.dynamodb.insights;
