/** Work that a database does from time to time, of itself. */
package dev.varve.dynamodb.recurring;
