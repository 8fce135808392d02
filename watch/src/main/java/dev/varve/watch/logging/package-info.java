/** What libraries log. For any number of threads. */
package dev.varve.watch.logging;
