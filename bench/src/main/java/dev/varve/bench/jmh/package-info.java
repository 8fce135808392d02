/** The JMH suite: one class per question, one component each. */
package dev.varve.bench.jmh;
