/**
 * The record of the database's tables, their partitions, the logs of their changes, and how many
 * items each partition held at the last clean shutdown. Kept in the engine's first partition, and
 * in the descriptors of all partitions, as {@code docs/formats/catalog.md} describes.
 *
 * <p>{@link dev.varve.dynamodb.catalog.Catalog} and its {@link
 * dev.varve.dynamodb.catalog.ChangeLogCatalog} are made for many threads; records are immutable.
 */
package dev.varve.dynamodb.catalog;
