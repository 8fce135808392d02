/**
 * The filter that tells which user keys a table certainly does not hold: {@link
 * dev.varve.sstable.filter.KeyHash}, {@link dev.varve.sstable.filter.FilterBuilder}, {@link
 * dev.varve.sstable.filter.BlockedBloomFilter}.
 *
 * <p>Threading: builders are for one thread; filters are immutable.
 */
package dev.varve.sstable.filter;
