/**
 * Who calls, and what he may do: users, access keys, signatures, policies, temporary credentials.
 */
module dev.varve.identity {
  requires transitive dev.varve.io;
  requires transitive dev.varve.protocol;
  requires dev.varve.dynamodb;
  requires com.nimbusds.jose.jwt;
  requires static com.google.errorprone.annotations;

  exports dev.varve.identity;
  exports dev.varve.identity.access;
  exports dev.varve.identity.policy;
  exports dev.varve.identity.session;
  exports dev.varve.identity.signature;
  exports dev.varve.identity.store;
}
