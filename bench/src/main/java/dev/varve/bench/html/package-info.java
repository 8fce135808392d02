/**
 * Comparisons for people: one HTML file with everything in it, and charts for other pages. Charts
 * are XChart's, as SVG.
 *
 * <p>Everything here is used by one thread.
 */
package dev.varve.bench.html;
