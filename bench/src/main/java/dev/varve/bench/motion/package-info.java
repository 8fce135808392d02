/**
 * What goes on of itself beside calls: what splits, sweeps and restores take, and what they cost
 * the calls of that time. {@link dev.varve.bench.motion.MotionCommand} is the entry.
 */
package dev.varve.bench.motion;
