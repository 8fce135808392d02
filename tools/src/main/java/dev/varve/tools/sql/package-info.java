/**
 * The shell for PartiQL statements, behind {@code varve sql}: a session carries statements out and
 * prints what they return, the console reads them from a user with history and completion.
 *
 * <p>One thread.
 */
package dev.varve.tools.sql;
