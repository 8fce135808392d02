/** What is worth keeping because it is going to be asked for again. For any number of threads. */
package dev.varve.identity.cache;
