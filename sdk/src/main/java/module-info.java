/** Clients of the AWS SDK for Java whose service is in the process. */
module dev.varve.sdk {
  requires transitive dev.varve.dynamodb;
  requires dev.varve.protocol;
  requires transitive software.amazon.awssdk.services.dynamodb;
  requires transitive software.amazon.awssdk.http;
  requires transitive software.amazon.awssdk.core;
  requires transitive software.amazon.awssdk.awscore;
  requires software.amazon.awssdk.auth;
  requires software.amazon.awssdk.identity.spi;
  requires software.amazon.awssdk.profiles;
  requires software.amazon.awssdk.regions;
  requires software.amazon.awssdk.retries;
  requires software.amazon.awssdk.retries.api;
  requires software.amazon.awssdk.utils;
  requires org.reactivestreams;
  requires static com.google.errorprone.annotations;

  exports dev.varve.sdk;
}
