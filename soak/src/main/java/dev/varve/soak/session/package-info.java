/**
 * One process of the soak: opens its directories some times in a row, checks all they hold, works
 * on them with many threads, and checks what it left. An {@link dev.varve.soak.session.Opening}
 * runs the tasks on all lanes.
 */
package dev.varve.soak.session;
