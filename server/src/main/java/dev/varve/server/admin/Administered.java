package dev.varve.server.admin;

import dev.varve.dynamodb.MemoryDatabase;
import dev.varve.dynamodb.TestClock;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.fault.Faults;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What is administered.
 *
 * @param databases those that are open, by their names
 * @param faults of all of them
 * @param clock of all of them
 * @param memory those of them that can be forked
 */
public record Administered(
    Supplier<Map<String, Varve>> databases,
    Faults faults,
    TestClock clock,
    Supplier<Map<String, MemoryDatabase>> memory) {}
