/** Where data and results lie. */
package dev.varve.bench.files;
