/** The right answers: the version that each key must have, and the bytes of each version. */
package dev.varve.soak.model;
