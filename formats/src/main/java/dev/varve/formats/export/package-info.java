/**
 * Data files of exports.
 *
 * <p>Each object is for one thread.
 */
package dev.varve.formats.export;
