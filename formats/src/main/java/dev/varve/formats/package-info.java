/**
 * Files of items, read one by one, whatever their form.
 *
 * <p>Each object is for one thread.
 */
package dev.varve.formats;
