/** A JUnit extension that gives each test a DynamoDB of its own. */
module dev.varve.sdk.junit {
  requires transitive dev.varve.sdk;
  requires transitive org.junit.jupiter.api;
  requires software.amazon.awssdk.utils;
  requires static com.google.errorprone.annotations;

  exports dev.varve.sdk.junit;
}
