/**
 * The admin endpoint, for tests of users' programs: it sets faults and the clock of a server's
 * databases, empties them, and keeps and brings back their states. It listens at an address of its
 * own that only this machine reaches, and takes no web page's requests.
 */
package dev.varve.server.admin;
