/**
 * Damaged directories: a small one is made with all kinds of files, copied, one file of the copy is
 * damaged, and the copy is opened and read whole. The answer must be right data or an error that
 * names the file, and what was refused must be as it was.
 */
package dev.varve.soak.damage;
