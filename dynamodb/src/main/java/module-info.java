/** The DynamoDB operation layer. */
module dev.varve.dynamodb {
  requires transitive dev.varve.engine;
  requires transitive com.fasterxml.jackson.core;
  requires transitive HdrHistogram;
  requires static com.google.errorprone.annotations;

  exports dev.varve.dynamodb;
  exports dev.varve.dynamodb.error;
  exports dev.varve.dynamodb.json;
  exports dev.varve.dynamodb.stats;
  exports dev.varve.dynamodb.value;
}
