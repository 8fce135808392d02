/**
 * The inside of triggers: what is kept of them, and the threads that deliver.
 *
 * <p>A trigger cuts each shard of its table's stream into lanes, as many as it may have batches
 * under way at once; an item's records are all in one lane. A {@link
 * dev.varve.dynamodb.delivery.Feed} follows one lane of one shard by itself, with a thread and a
 * place of its own, and begins when all shards that had the items before have been followed to
 * their ends. So order is kept within an item, also where shards close, split and merge, and
 * nothing waits for anything else.
 *
 * <p>One thread looks every 20 milliseconds whether anything was written since, and lets the feeds
 * look that wait for it: writers do nothing for those who follow them.
 *
 * <p>A place is written behind what has been delivered and before what has not, and does not wait
 * for storage: a power loss may take it back, and then records come again.
 *
 * <p>{@link dev.varve.dynamodb.delivery.TriggerService} is for many threads, and so is what its
 * threads share.
 */
package dev.varve.dynamodb.delivery;
