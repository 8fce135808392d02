/**
 * The write path: {@link dev.varve.engine.write.Committer} gives a batch its sequence numbers, logs
 * it, inserts it into memtables and publishes it, under one lock; {@link
 * dev.varve.engine.write.Slowdown} holds writers up while background work is behind.
 */
package dev.varve.engine.write;
