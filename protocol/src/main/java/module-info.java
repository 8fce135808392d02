/** DynamoDB's wire protocol: from the bytes of a request to the bytes of an answer. */
module dev.varve.protocol {
  requires transitive dev.varve.api;
  requires static com.google.errorprone.annotations;

  exports dev.varve.protocol;
}
