/**
 * Files of items in Ion, text and binary, as exports to S3 have them.
 *
 * <p>Types go both ways as in the service's exports: string is S, decimal N, blob B, bool BOOL,
 * null NULL, list L, struct M; a list with the annotation {@code $dynamodb_SS}, {@code
 * $dynamodb_NS} or {@code $dynamodb_BS} is that set. Ion's ints and finite floats are read as N,
 * too. What else Ion has is no value of an item.
 *
 * <p>Each object is for one thread.
 */
package dev.varve.formats.ion;
