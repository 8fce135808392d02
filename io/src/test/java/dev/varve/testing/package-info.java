/** Test support for all modules: a file system that can lose power, controlled time, generators. */
package dev.varve.testing;
