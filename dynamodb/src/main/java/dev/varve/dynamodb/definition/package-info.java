/**
 * What CreateTable, UpdateTable and the tag and policy operations may say, in the order in which
 * the service finds fault with it, and what becomes of it in the catalog.
 *
 * <p>Nothing here knows a table or a database: checks that need one are with {@link
 * dev.varve.dynamodb.definition.TableUpdate}, which is given its record. What collects belongs to
 * one request; all else is for many threads.
 */
package dev.varve.dynamodb.definition;
