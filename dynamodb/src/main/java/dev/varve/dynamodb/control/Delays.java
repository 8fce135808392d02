package dev.varve.dynamodb.control;

import java.time.Duration;

/**
 * How long tables are shown in the states that they go through, by the database's clock. The work
 * itself is done before the call that asks for it returns.
 *
 * @param creating from CreateTable on; a table that is being created has no items for anybody
 * @param updating from UpdateTable on
 * @param deleting from DeleteTable on; the items are gone at once
 */
public record Delays(Duration creating, Duration updating, Duration deleting) {}
