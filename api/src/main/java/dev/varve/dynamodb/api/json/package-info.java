/**
 * The JSON of requests and answers.
 *
 * <p>{@link dev.varve.dynamodb.api.json.Operations} finds an operation by its name and runs it from
 * JSON to JSON. {@link dev.varve.dynamodb.api.json.JsonIn} refuses what has the wrong type in the
 * service's words. The readers and writers of the structures are made from the model.
 */
package dev.varve.dynamodb.api.json;
