/** Processes that the soak starts, and how it ends with all of them. */
package dev.varve.soak.process;
