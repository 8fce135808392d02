/**
 * Writes: from a mutation to a batch of the engine.
 *
 * <p>A PutItem, UpdateItem or DeleteItem comes in as a {@link dev.varve.dynamodb.write.Mutation};
 * {@link dev.varve.dynamodb.write.MutationPipeline} takes a list of mutations under the locks of
 * their keys, reads the items before, gives the items after, and lets {@code Effects} write the
 * item, its entries in indexes, that of its expiry and the log of the change into one batch, which
 * the engine commits; each mutation goes back as an {@link dev.varve.dynamodb.write.Outcome}.
 * {@link dev.varve.dynamodb.write.ItemUpdate} applies an update expression, {@link
 * dev.varve.dynamodb.write.ItemLimits} limits the items.
 *
 * <p>{@link dev.varve.dynamodb.write.Expirations} deletes what has expired through the same
 * pipeline.
 *
 * <p>The pipeline may be used by any number of threads; a mutation belongs to one request.
 */
package dev.varve.dynamodb.write;
