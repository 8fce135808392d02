/** The DynamoDB operation layer. */
module dev.varve.dynamodb {
  requires transitive dev.varve.api;
  requires transitive dev.varve.engine;
  requires transitive HdrHistogram;
  requires dev.varve.formats;
  requires java.net.http;
  requires static com.google.errorprone.annotations;

  exports dev.varve.dynamodb;
  exports dev.varve.dynamodb.fault;
  exports dev.varve.dynamodb.insights;
  exports dev.varve.dynamodb.metrics;
  exports dev.varve.dynamodb.partiql;
  exports dev.varve.dynamodb.stats;
  exports dev.varve.dynamodb.trigger;
}
