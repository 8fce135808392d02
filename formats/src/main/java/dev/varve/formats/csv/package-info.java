/**
 * Files of separated values.
 *
 * <p>Each object is for one thread.
 */
package dev.varve.formats.csv;
