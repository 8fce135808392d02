package dev.varve.dynamodb.delivery;

import dev.varve.dynamodb.catalog.Catalog;
import dev.varve.dynamodb.stream.StreamReads;
import dev.varve.dynamodb.table.Place;
import dev.varve.engine.StorageEngine;
import dev.varve.io.Clock;
import java.nio.file.Path;

/**
 * The parts of a database that deliveries need.
 *
 * @param engine its engine
 * @param catalog knows the partition for what is kept of deliveries
 * @param reads reads of streams
 * @param place where it says that it is
 * @param clock its clock
 * @param database the engine's directory, for error messages
 */
public record Deliveries(
    StorageEngine engine,
    Catalog catalog,
    StreamReads reads,
    Place place,
    Clock clock,
    Path database) {}
