/** A disk that is full when it is told to be. */
package dev.varve.soak.fault;
