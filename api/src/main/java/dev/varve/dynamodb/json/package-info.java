/**
 * Items as DynamoDB's JSON, {@code {"Name":{"S":"Bern"},"Population":{"N":"134794"}}}, and files of
 * them.
 *
 * <p>{@link dev.varve.dynamodb.json.ItemJson} converts single items, {@link
 * dev.varve.dynamodb.json.ItemLineReader} and {@link dev.varve.dynamodb.json.ItemLineWriter} read
 * and write export files: one line {@code {"Item":{...}}} per item.
 *
 * <p>{@code ItemJson} is safe to use from any thread; readers and writers belong to one.
 */
package dev.varve.dynamodb.json;
