package dev.varve.sdk.junit;

/** How long a database lives. */
public enum Lifetime {
  /** Each test has its own, and sees nothing of others. */
  TEST,
  /** All tests of a class, and of the classes nested in it, have one. */
  CLASS
}
