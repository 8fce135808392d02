/** The DynamoDB operation layer. */
module dev.varve.dynamodb {
  requires dev.varve.engine;
  requires com.fasterxml.jackson.core;
  requires HdrHistogram;
}
