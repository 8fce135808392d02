/**
 * Targets for a fuzzer: each takes any bytes, and says what must hold whatever they are. As tests
 * they run on the inputs that are kept beside them; CONTRIBUTING tells how to let the fuzzer make
 * others.
 */
package dev.varve.fuzz;
