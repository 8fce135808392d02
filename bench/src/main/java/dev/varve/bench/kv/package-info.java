/**
 * The workloads of key-value stores: keys, values, who does what to them, and the checks of every
 * answer.
 */
package dev.varve.bench.kv;
