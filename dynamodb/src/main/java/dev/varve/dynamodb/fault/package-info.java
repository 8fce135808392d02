/**
 * Faults for tests of programs: a {@link dev.varve.dynamodb.fault.FaultPlan} says which operations
 * are throttled, delayed, refused or answered from an older state, and how often, and a seed
 * decides when. A database that was opened with {@link dev.varve.dynamodb.fault.Faults} follows the
 * plan that these have at the moment.
 *
 * <p>All types may be used by any number of threads.
 */
package dev.varve.dynamodb.fault;
