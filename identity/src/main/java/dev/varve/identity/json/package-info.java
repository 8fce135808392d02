/**
 * JSON as a tree, for the small documents that this module keeps: policies, the identity file,
 * sessions. All types are stateless.
 */
package dev.varve.identity.json;
