/**
 * The record of the database's tables, their partitions, and how many items each held at the last
 * clean shutdown. Kept in the engine's first partition, and in the descriptors of all partitions,
 * as {@code docs/formats/catalog.md} describes.
 *
 * <p>{@link dev.varve.dynamodb.catalog.Catalog} is made for many threads; records are immutable.
 */
package dev.varve.dynamodb.catalog;
