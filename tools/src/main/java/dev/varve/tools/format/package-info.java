/**
 * The formats of files of items: which one a file has, and how each is read. Files stream: what is
 * in memory is one item, or one line.
 *
 * <p>One thread.
 */
package dev.varve.tools.format;
