package dev.varve.dynamodb.control;

import dev.varve.dynamodb.catalog.TableRecord;
import dev.varve.dynamodb.table.Table;

/**
 * A table that has been changed.
 *
 * @param record as the change left it; another change may have come since
 * @param change what was done to it
 */
public record UpdatedTable(Table table, TableRecord record, TableChange change) {}
