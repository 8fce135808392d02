/**
 * A {@link dev.varve.soak.lane.Lane} is a set of keys with one writer at a time and its model; a
 * {@link dev.varve.soak.lane.LaneStore} is where its keys are stored.
 */
package dev.varve.soak.lane;
