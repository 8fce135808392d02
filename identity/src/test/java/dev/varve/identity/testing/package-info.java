/** What the tests of other modules sign requests with. */
package dev.varve.identity.testing;
