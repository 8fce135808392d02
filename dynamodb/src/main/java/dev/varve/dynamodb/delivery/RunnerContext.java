package dev.varve.dynamodb.delivery;

import dev.varve.dynamodb.stream.StreamReads;
import dev.varve.dynamodb.table.Place;
import dev.varve.io.Clock;
import java.util.Set;

/**
 * What the triggers of a database work with.
 *
 * @param reads reads of streams
 * @param store what is kept of triggers
 * @param place where the database says that it is
 * @param clock the database's
 * @param threads those that deliver now, of all triggers; safe for use by many threads
 */
record RunnerContext(
    StreamReads reads, TriggerStore store, Place place, Clock clock, Set<Thread> threads) {}
