/**
 * Temporary credentials: {@link dev.varve.identity.session.SecurityTokenService} gives them to
 * whoever shows a token of an issuer that a role trusts, and {@link
 * dev.varve.identity.session.SessionTokens} knows them again. All that belongs to a session is in
 * its own token, sealed, so that nothing of it is kept and a restart ends none.
 *
 * <p>The two may be used by any number of threads; all other types are immutable.
 */
package dev.varve.identity.session;
