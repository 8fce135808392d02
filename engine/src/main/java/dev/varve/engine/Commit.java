package dev.varve.engine;

/**
 * A ticket for a batch that is committed: it has its place in the order of all writes, and readers
 * see it. Whether it is on storage is another matter: {@link StorageEngine#await}.
 *
 * @param sequence the sequence number of its last operation
 * @param position where the log goes on behind it
 */
public record Commit(long sequence, long position) {}
