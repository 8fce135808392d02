/**
 * The command line: one class per command, made with picocli, and what they share.
 *
 * <p>{@link dev.varve.tools.VarveMain} is the entry. Results go to standard output, everything else
 * to standard error. Exit status: 0 done, 1 not done (one line on standard error says why, another,
 * where an expression can be mended, how), 2 wrong usage. One thread.
 */
package dev.varve.tools;
