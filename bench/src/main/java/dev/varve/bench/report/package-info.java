/** {@code varve report}: tells what is in result files. For one thread. */
package dev.varve.bench.report;
