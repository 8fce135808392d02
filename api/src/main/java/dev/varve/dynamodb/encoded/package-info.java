/**
 * Attributes as bytes: the form in which items are stored, and in which those of requests and
 * answers go between JSON and storage without becoming values.
 *
 * <p>{@link dev.varve.dynamodb.encoded.AttributeWriter} and {@link
 * dev.varve.dynamodb.encoded.AttributeReader} write and read what {@link
 * dev.varve.dynamodb.encoded.AttributeLayout} lays down; an item in this form is an {@link
 * dev.varve.dynamodb.encoded.EncodedItem}. Writers and readers are for one thread, items for any
 * number.
 */
package dev.varve.dynamodb.encoded;
