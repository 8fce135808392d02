/**
 * The soak of data in motion: a table under full load that is split and merged, swept, backed up
 * and brought back to earlier times, while triggers follow its stream. {@link
 * dev.varve.soak.motion.MotionSoak} is its course.
 */
package dev.varve.soak.motion;
