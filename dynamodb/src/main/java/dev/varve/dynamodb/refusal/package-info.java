/** The errors of the service that several operations answer with, with their messages. */
package dev.varve.dynamodb.refusal;
