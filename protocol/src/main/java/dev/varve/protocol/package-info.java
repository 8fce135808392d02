/**
 * AWS JSON 1.0 as DynamoDB speaks it, without a network: {@link dev.varve.protocol.Protocol} takes
 * a request's method, headers and body and gives status, headers and body back. Who calls, and what
 * he may do, is decided by a {@link dev.varve.protocol.Gate}; {@link
 * dev.varve.protocol.CallListener} hears of every call.
 */
package dev.varve.protocol;
