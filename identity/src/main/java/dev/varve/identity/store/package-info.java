/**
 * Users, access keys, roles and issuers, as a database's directory keeps them: {@link
 * dev.varve.identity.store.IdentityStore} reads and changes them, {@link
 * dev.varve.identity.store.Identities} is what there is at one moment. A command line may change
 * what a running server uses.
 *
 * <p>The store may be used by any number of threads; all other types are immutable. The format is
 * described in {@code docs/formats/identity.md}.
 */
package dev.varve.identity.store;
