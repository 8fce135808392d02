/**
 * When partitions are split and merged: looks at what they hold and how they are used, a policy
 * that decides without doing anything, and a thread that does it.
 *
 * <p>Each type says which threads may use it.
 */
package dev.varve.dynamodb.balance;
