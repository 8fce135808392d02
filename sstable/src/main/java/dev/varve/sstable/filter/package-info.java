/**
 * The filters that tell which user keys a table certainly does not hold: a Bloom filter ({@link
 * dev.varve.sstable.filter.KeyHash}, {@link dev.varve.sstable.filter.FilterBuilder}, {@link
 * dev.varve.sstable.filter.BlockedBloomFilter}), and in tables whose keys no table below has the
 * {@link dev.varve.sstable.filter.KeyLocator}, which also tells the block and entry of a key.
 *
 * <p>Threading: builders are for one thread; filters are immutable.
 */
package dev.varve.sstable.filter;
