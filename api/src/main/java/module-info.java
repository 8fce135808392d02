/** DynamoDB's values, items, requests and answers, without a database. */
module dev.varve.api {
  requires transitive com.fasterxml.jackson.core;
  requires transitive dev.varve.io;
  requires static com.google.errorprone.annotations;

  exports dev.varve.dynamodb.api;
  exports dev.varve.dynamodb.api.json;
  exports dev.varve.dynamodb.api.rules;
  exports dev.varve.dynamodb.encoded to
      dev.varve.dynamodb;
  exports dev.varve.dynamodb.error;
  exports dev.varve.dynamodb.json;
  exports dev.varve.dynamodb.value;
}
