/**
 * Tests with a DynamoDB of their own: {@link dev.varve.sdk.junit.VarveTest} on a class gives
 * clients of the AWS SDK, over an empty or a prepared database in memory, to its tests' parameters
 * and fields. {@link dev.varve.sdk.junit.VarveExtension} does the same with more settings.
 *
 * <p>Needs JUnit 5.12 or newer. Tests may run in parallel.
 */
package dev.varve.sdk.junit;
